import { describe, expect, it } from 'vitest';
import { runPace } from '../../../../src/features/runs/run-pace.ts';

const stop = { generations: null, evaluations: null, seconds: null, targetFitness: null, stagnation: null };

describe('runPace', () => {
  it('knows nothing before the first generation', () => {
    expect(runPace({ generation: null, evaluations: 0, minedMs: 0, stop })).toEqual({
      evaluationsPerSecond: null,
      etaSeconds: null,
    });
  });

  it('has a pace but no end without a limit that tells', () => {
    const pace = runPace({
      generation: 10,
      evaluations: 500,
      minedMs: 20_000,
      stop: { ...stop, stagnation: 5 },
    });
    expect(pace).toEqual({ evaluationsPerSecond: 25, etaSeconds: null });
  });

  it('takes the limit that comes first', () => {
    const limits = { ...stop, generations: 30, evaluations: 600, seconds: 100 };
    // 20 generations are 40 s away, 100 evaluations 4 s, the clock 80 s.
    const pace = runPace({ generation: 10, evaluations: 500, minedMs: 20_000, stop: limits });
    expect(pace.etaSeconds).toBeCloseTo(4, 9);
  });

  it('is never negative', () => {
    const pace = runPace({
      generation: 10,
      evaluations: 500,
      minedMs: 20_000,
      stop: { ...stop, generations: 5 },
    });
    expect(pace.etaSeconds).toBe(0);
  });
});
