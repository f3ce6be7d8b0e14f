import type { StopConditions } from '../core/experiment/experiment.ts';
import type { RunPosition } from './ports.ts';

interface Mark {
  readonly generation: number;
  readonly evaluations: number;
  readonly minedMs: number;
}

export interface Pace {
  readonly evaluationsPerSecond: number;
  /** Seconds to the first limit that the present pace lets foresee; null when no limit does. */
  readonly etaSeconds: number | null;
}

/** Generations over which the pace is taken: long enough to be steady, short enough to be present. */
const REACH = 10;

/** Follows how quickly a run goes; one for each claim. */
export function paceMeter(stop: StopConditions): (position: RunPosition, minedMs: number) => Pace {
  const marks: Mark[] = [];
  return ({ generation, evaluations }, minedMs) => {
    const now = { generation, evaluations, minedMs };
    marks.push(now);
    if (marks.length > REACH + 1) marks.shift();
    const since = marks[0] as Mark;
    // The first generation of a claim has none before it: then all that was mined is the measure.
    const from = since === now ? { generation: 0, evaluations: 0, minedMs: 0 } : since;
    const seconds = Math.max((now.minedMs - from.minedMs) / 1000, 1e-3);
    const perSecond = {
      generations: (now.generation - from.generation) / seconds,
      evaluations: (now.evaluations - from.evaluations) / seconds,
    };
    const waits = [
      waitFor(stop.generations, generation, perSecond.generations),
      waitFor(stop.evaluations, evaluations, perSecond.evaluations),
      waitFor(stop.seconds, minedMs / 1000, 1),
    ].filter((wait) => wait !== null);
    return {
      evaluationsPerSecond: perSecond.evaluations,
      etaSeconds: waits.length > 0 ? Math.min(...waits) : null,
    };
  };
}

function waitFor(limit: number | null, done: number, perSecond: number): number | null {
  if (limit === null || perSecond <= 0) return null;
  return Math.max(0, limit - done) / perSecond;
}
