import type { GenerationStatistics } from './generation-record.ts';
import type { Clock } from './ports.ts';

type Timings = GenerationStatistics['timings'];

/** Where a run's time goes. Nothing is decided by it. */
export interface Stopwatch {
  breeding<T>(work: () => T): T;
  evaluating<T>(work: () => Promise<T>): Promise<T>;
  persisting<T>(work: () => Promise<T>): Promise<T>;
  /**
   * What was measured since the last call. The time of persisting is that of the generation before: a record
   * cannot hold how long its own writing takes.
   */
  take(): Timings;
}

export function createStopwatch(clock: Clock): Stopwatch {
  let spent = { breedMs: 0, evaluateMs: 0, persistMs: 0 };
  const timed =
    (part: keyof Timings) =>
    async <T>(work: () => Promise<T>): Promise<T> => {
      const from = clock.nowMs();
      try {
        return await work();
      } finally {
        spent[part] += clock.nowMs() - from;
      }
    };
  return {
    breeding: (work) => {
      const from = clock.nowMs();
      const value = work();
      spent.breedMs += clock.nowMs() - from;
      return value;
    },
    evaluating: timed('evaluateMs'),
    persisting: timed('persistMs'),
    take: () => {
      const taken = spent;
      spent = { breedMs: 0, evaluateMs: 0, persistMs: 0 };
      return taken;
    },
  };
}
