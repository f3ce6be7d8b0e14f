import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | null = null;

/**
 * Collects this thread's garbage now. Memory that threads share is given back once none of them holds it any more, and a
 * thread that makes no garbage of its own would hold what it forgot for hours: a few bytes to it, gigabytes to the machine.
 * Takes some ten milliseconds; for rare moments, when a panel was dropped.
 */
export function collectGarbage(): void {
  if (collect === null) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
