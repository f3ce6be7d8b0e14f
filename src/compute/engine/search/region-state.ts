/** States of a region, in words that all threads of a panel share. From BUSY on: a thread is laying it out. */
const EMPTY = 0;
const READY = 1;
const BUSY = 2;

/** Regions that a panel can have at a time. */
export const STATE_WORDS = 4096;

export const newStates = (): Int32Array => new Int32Array(new SharedArrayBuffer(STATE_WORDS * 4));

/** Marks a region as holding nothing, whatever it held. For the host, while no thread uses the region. */
export function empty(states: Int32Array, word: number): void {
  Atomics.store(states, word, EMPTY);
}

/**
 * Lays a region out, unless another thread has: then waits until it is done. Two threads never lay out the same.
 * Blocks, so it is not for a service's own thread.
 * @throws whatever `lay` throws; the region is empty again
 */
export function layOnce(states: Int32Array, word: number, thread: number, lay: () => void): void {
  for (;;) {
    const found = Atomics.compareExchange(states, word, EMPTY, BUSY + thread);
    if (found === READY) return;
    if (found === EMPTY) break;
    Atomics.wait(states, word, found);
  }
  let outcome = EMPTY;
  try {
    lay();
    outcome = READY;
  } finally {
    Atomics.store(states, word, outcome);
    Atomics.notify(states, word);
  }
}

/** Frees what a thread that died was laying out, so that another begins anew. */
export function abandon(states: Int32Array, word: number, thread: number): void {
  if (Atomics.compareExchange(states, word, BUSY + thread, EMPTY) === BUSY + thread) {
    Atomics.notify(states, word);
  }
}
