import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { overTime } from './apply-kernel.ts';

const NONE = Number.NaN;
const close = (values: readonly number[], expected: readonly number[]): void => {
  expect(values.map(Number.isNaN)).toEqual(expected.map(Number.isNaN));
  values.forEach((value, row) => {
    if (!Number.isNaN(value)) expect(value).toBeCloseTo(expected[row]!, 12);
  });
};

describe('rolling windows of days', () => {
  it.each([
    ['ts_mean', 3, [1, 2, 6, 4], [NONE, NONE, 3, 4]],
    ['ts_sum', 3, [1, 2, 6, 4], [NONE, NONE, 9, 12]],
    ['ts_max', 2, [1, 5, 3, 2], [NONE, 5, 5, 3]],
    ['ts_min', 2, [1, 5, 3, 2], [NONE, 1, 3, 2]],
    ['ts_std', 3, [1, 2, 6, 6], [NONE, NONE, Math.sqrt(7), Math.sqrt(16 / 3)]],
    ['ts_norm', 3, [1, 2, 6, 6], [NONE, NONE, 3 / Math.sqrt(7), 4 / 3 / Math.sqrt(16 / 3)]],
    ['ts_rank', 3, [1, 2, 2, 0], [NONE, NONE, 2.5 / 3, 1 / 3]],
    ['ts_decay_linear', 3, [1, 2, 6, 4], [NONE, NONE, 23 / 6, 26 / 6]],
    ['idx_max', 3, [5, 1, 5, 4], [NONE, NONE, 1, 2]],
    ['idx_min', 3, [5, 1, 1, 4], [NONE, NONE, 2, 1]],
    ['ts_diff', 2, [1, 2, 6, 4], [NONE, NONE, 5, 2]],
    ['ts_delay', 2, [1, 2, 6, 4], [NONE, NONE, 1, 2]],
  ])('%s(a,%i)', (name, window, values, expected) => {
    close(overTime(name, window, values), expected);
  });

  // scipy.stats.skew and kurtosis with bias=False, which is pandas' definition
  it('ts_skew and ts_kurt are bias-corrected as in pandas, and kurt is excess', () => {
    close(overTime('ts_skew', 5, [1, 2, 4, 8, 16]).slice(-1), [1.325314709813405]);
    close(overTime('ts_kurt', 5, [1, 2, 4, 8, 16]).slice(-1), [1.303763440860215]);
  });

  it('ts_corr is 1 and -1 for lines, and between them otherwise', () => {
    close(overTime('ts_corr', 3, [1, 2, 3, 5], [2, 4, 6, 0]), [NONE, NONE, 1, -11 / 14]);
    close(overTime('ts_corr', 2, [1, 2], [5, 4]), [NONE, -1]);
  });

  it.each([
    'ts_mean',
    'ts_sum',
    'ts_max',
    'ts_min',
    'ts_std',
    'ts_norm',
    'ts_rank',
    'ts_decay_linear',
    'idx_max',
    'idx_min',
  ])('%s is missing as long as a row of its window is missing', (name) => {
    const result = overTime(name, 2, [1, 2, NONE, 4, 5]);
    expect(result.map(Number.isNaN)).toEqual([true, false, true, true, false]);
  });

  it('ts_corr needs every row of both operands', () => {
    const result = overTime('ts_corr', 2, [1, 2, 3, 4, 6], [1, NONE, 3, 4, 4.5]);
    expect(result.map(Number.isNaN)).toEqual([true, true, true, false, false]);
  });

  it('a lag reads its own row alone: rows between may be missing, and for ts_delay today too', () => {
    close(overTime('ts_delay', 2, [1, NONE, NONE, 4]), [NONE, NONE, 1, NONE]);
    close(overTime('ts_diff', 2, [1, NONE, 3, NONE]), [NONE, NONE, 2, NONE]);
  });

  it('a constant window has std 0, its value as mean, and no norm, corr, skew or kurt', () => {
    const constant = [0.1, 0.1, 0.1, 0.1];
    const moving = [1, 2, 3, 5];
    expect(overTime('ts_std', 4, constant).at(-1)).toBe(0);
    expect(overTime('ts_mean', 3, constant).at(-1)).toBe(0.1);
    expect(overTime('ts_norm', 4, constant).at(-1)).toBeNaN();
    expect(overTime('ts_skew', 4, constant).at(-1)).toBeNaN();
    expect(overTime('ts_kurt', 4, constant).at(-1)).toBeNaN();
    expect(overTime('ts_corr', 4, constant, moving).at(-1)).toBeNaN();
    expect(overTime('ts_corr', 4, moving, constant).at(-1)).toBeNaN();
  });

  it('a window that varies by rounding alone is constant, one that varies by a tick is not', () => {
    const lastBits = [1, 1 + 1e-7];
    expect(overTime('ts_norm', 2, lastBits)[1]).toBeNaN();
    expect(overTime('ts_std', 2, lastBits)[1]).toBe(0);
    const tick = [1000, 1000.01];
    expect(overTime('ts_norm', 2, tick)[1]).not.toBeNaN();
    expect(overTime('ts_std', 2, tick)[1]).toBeGreaterThan(0);
  });

  it('large offsets do not drown the deviation (two passes)', () => {
    close(overTime('ts_std', 3, [1e5 + 1, 1e5 + 2, 1e5 + 3]).slice(-1), [1]);
  });

  it('a row depends on its own window alone, bit for bit', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 8, maxLength: 30 });
    const operators = ['ts_mean', 'ts_std', 'ts_skew', 'ts_kurt', 'ts_norm', 'ts_sum', 'idx_max', 'ts_rank'];
    fc.assert(
      fc.property(values, fc.constantFrom(...operators), (series, name) => {
        const whole = overTime(name, 5, series);
        const later = overTime(name, 5, series.slice(3));
        expect(later.slice(4)).toEqual(whole.slice(7));
      }),
      { numRuns: 60 },
    );
  });
});
