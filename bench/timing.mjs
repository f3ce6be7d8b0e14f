// How things are timed: the least of several runs, and the copy that everything is measured against.
import { loadKernels } from '../dist/compute/kernels/wasm/load-kernels.js';

/** Least time of several runs of `run`, in ms: what the machine can do when nobody disturbs it. */
export function leastMs(run, { milliseconds = 300, runs = 3 } = {}) {
  run();
  let best = Number.POSITIVE_INFINITY;
  const until = performance.now() + milliseconds;
  for (let done = 0; done < runs || performance.now() < until; done++) {
    const began = performance.now();
    run();
    best = Math.min(best, performance.now() - began);
  }
  return best;
}

/** Least seconds of several rounds of work that answers later. */
export async function leastSeconds(work, rounds = 5) {
  await work();
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    await work();
    best = Math.min(best, (performance.now() - began) / 1000);
  }
  return best;
}

const PAGE = 65536;
const PAIRS = 10;

/**
 * The in-run baseline: ns a float32 cell of copying a panel by the kernels' own copy, from memory and not from a cache.
 * Ten pairs of buffers are copied in turn, so that none is in the last-level cache when its turn comes.
 */
export function kernelCopy(cells) {
  const bytes = Math.ceil((cells * 4) / 64) * 64;
  const pages = 1 + Math.ceil((2 * PAIRS * bytes) / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: 65536, shared: true });
  const { copy } = loadKernels(memory);
  let turn = 0;
  const ms = leastMs(
    () => {
      const pair = PAGE + 2 * bytes * (turn++ % PAIRS);
      copy(pair + bytes, pair, bytes);
    },
    { milliseconds: 400, runs: 2 * PAIRS },
  );
  return (ms * 1e6) / cells;
}

export const megabytes = (bytes) => Math.round(bytes / 2 ** 20);
