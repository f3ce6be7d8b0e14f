import { describe, expect, it } from 'vitest';
import type { IntervalReducer } from '../../../../../src/core/operator/operator.ts';
import { apply, overSession } from './apply-kernel.ts';

const NONE = Number.NaN;
/** Opening auction at 9:30, then three bars: 9:31, 9:32, 9:33. */
const WITH_AUCTION = { opens: 570, barStamps: [570, 571, 572, 573] };
/** Four 15-minute bars, stamped at their ends. */
const QUARTERS = { opens: 570, barStamps: [585, 600, 615, 630] };

describe('a session reduced to one value a day', () => {
  it.each([
    ['ts_mean', 2.5],
    ['ts_sum', 10],
    ['ts_max', 4],
    ['ts_min', 1],
    ['ts_std', Math.sqrt(5 / 3)],
    ['idx_max', 2],
    ['idx_min', 4],
  ])('%s over all bars', (name, expected) => {
    expect(overSession(name, QUARTERS, null, [3, 4, 2, 1])).toBeCloseTo(expected, 12);
  });

  it('uses the bars present, at least half of them', () => {
    expect(overSession('ts_mean', QUARTERS, null, [NONE, 4, NONE, 2])).toBe(3);
    expect(overSession('ts_mean', QUARTERS, null, [NONE, 4, NONE, NONE])).toBeNaN();
    expect(overSession('ts_mean', QUARTERS, null, [NONE, NONE, NONE, NONE])).toBeNaN();
  });

  it('idx counts the bars of the session, present or not', () => {
    expect(overSession('idx_max', QUARTERS, null, [NONE, 1, NONE, 5])).toBe(4);
    expect(overSession('idx_min', QUARTERS, null, [NONE, 1, 1, 5])).toBe(2);
  });

  it('ts_corr uses bars where both are present, and is missing when either is constant', () => {
    expect(overSession('ts_corr', QUARTERS, null, [1, 2, NONE, 4], [2, 4, 9, 8])).toBeCloseTo(1, 12);
    expect(overSession('ts_corr', QUARTERS, null, [1, 2, NONE, NONE], [NONE, 4, 9, 8])).toBeNaN();
    expect(overSession('ts_corr', QUARTERS, null, [7, 7, 7, 7], [1, 2, 3, 4])).toBeNaN();
  });

  it('skew needs 3 bars and kurt 4', () => {
    expect(overSession('ts_skew', QUARTERS, null, [1, 2, NONE, NONE])).toBeNaN();
    expect(overSession('ts_kurt', QUARTERS, null, [1, 2, 9, NONE])).toBeNaN();
    expect(overSession('ts_kurt', QUARTERS, null, [1, 2, 9, 3])).toBeTypeOf('number');
  });

  it('reads each day and stock from its own bars', () => {
    const values = Float64Array.of(1, 10, 3, 30, 5, 50, 7, 70);
    const session = { opens: 570, barStamps: [585, 600] };
    const result = apply(
      'ts_mean',
      [{ frequency: 'minute', shape: 'matrix', values }],
      { window: 240 },
      {
        days: 2,
        stocks: 2,
        bars: 2,
        session,
      },
    );
    expect([...result]).toEqual([2, 20, 6, 60]);
  });
});

describe('interval', () => {
  const sum = (session: typeof QUARTERS, from: number, to: number, values: number[]): number =>
    overSession('interval', session, { reducer: 'sum', from, to }, values);

  it('takes the bars stamped in (from, to]', () => {
    expect(sum(QUARTERS, 585, 615, [1, 2, 4, 8])).toBe(6);
  });

  it('includes the opening bar when it starts at the open, stamped there or not', () => {
    expect(sum(WITH_AUCTION, 570, 571, [1, 2, 4, 8])).toBe(3);
    expect(sum(QUARTERS, 570, 600, [1, 2, 4, 8])).toBe(3);
    expect(sum(WITH_AUCTION, 571, 573, [1, 2, 4, 8])).toBe(12);
  });

  it.each<[IntervalReducer, number]>([
    ['sum', 14],
    ['mean', 14 / 3],
    ['max', 8],
    ['min', 2],
    ['std', Math.sqrt(28 / 3)],
    ['first', 4],
    ['last', 2],
  ])('reduces by %s', (reducer, expected) => {
    const result = overSession('interval', QUARTERS, { reducer, from: 585, to: 630 }, [99, 4, 8, 2]);
    expect(result).toBeCloseTo(expected, 12);
  });

  it('needs half of its own bars, not of the session', () => {
    expect(sum(QUARTERS, 600, 630, [NONE, NONE, NONE, 8])).toBe(8);
    expect(sum(QUARTERS, 585, 630, [1, NONE, NONE, 8])).toBeNaN();
  });

  it('first and last are those of the bars present', () => {
    const times = { from: 570, to: 630 } as const;
    expect(overSession('interval', QUARTERS, { reducer: 'first', ...times }, [NONE, 2, 4, NONE])).toBe(2);
    expect(overSession('interval', QUARTERS, { reducer: 'last', ...times }, [NONE, 2, 4, NONE])).toBe(4);
  });
});
