import type { StopConditions } from '../../core/experiment/experiment.ts';

/** How far a run is, as its row tells. */
export interface RunDistance {
  readonly generation: number | null;
  readonly evaluations: number;
  readonly minedMs: number;
  readonly stop: StopConditions;
}

export interface RunPace {
  /** Distinct programs judged a second of mining; null before the first. */
  readonly evaluationsPerSecond: number | null;
  /** Seconds of mining to the nearest of the limits that can be foreseen; null when none can. */
  readonly etaSeconds: number | null;
}

/** Pace over the whole run so far: steady, and the same from whichever process it is asked. */
export function runPace({ generation, evaluations, minedMs, stop }: RunDistance): RunPace {
  const seconds = minedMs / 1000;
  if (seconds <= 0 || generation === null) return { evaluationsPerSecond: null, etaSeconds: null };
  const remaining = [
    remainingSeconds(stop.generations, generation, seconds),
    remainingSeconds(stop.evaluations, evaluations, seconds),
    stop.seconds === null ? null : Math.max(0, stop.seconds - seconds),
  ].filter((value): value is number => value !== null);
  return {
    evaluationsPerSecond: evaluations / seconds,
    etaSeconds: remaining.length > 0 ? Math.min(...remaining) : null,
  };
}

function remainingSeconds(limit: number | null, done: number, seconds: number): number | null {
  if (limit === null || done <= 0) return null;
  return Math.max(0, limit - done) * (seconds / done);
}
