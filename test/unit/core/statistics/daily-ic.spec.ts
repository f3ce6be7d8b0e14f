import { describe, expect, it } from 'vitest';
import { dailyIc } from '../../../../src/core/statistics/daily-ic.ts';
import { summariseIc } from '../../../../src/core/statistics/ic-summary.ts';

const NONE = Number.NaN;
const options = { stocks: 4, minimumStocks: 3, winsorise: 0 };

describe('dailyIc', () => {
  it('correlates the pairs in which both sides are present, day by day', () => {
    const factor = Float64Array.of(1, 2, 3, 99, 3, 2, 1, NONE);
    const labels = Float64Array.of(1, 2, 3, NONE, 1, 2, 3, 4);
    const daily = dailyIc(factor, labels, options);
    expect([...daily.rankIc]).toEqual([expect.closeTo(1, 12), expect.closeTo(-1, 12)]);
    expect([...daily.ic]).toEqual([expect.closeTo(1, 12), expect.closeTo(-1, 12)]);
    expect([...daily.pairs]).toEqual([3, 3]);
  });

  it('a date with too few pairs or a constant side does not count', () => {
    const factor = Float64Array.of(1, 2, NONE, NONE, 5, 5, 5, 5, 1, 2, 3, 4);
    const labels = Float64Array.of(1, 2, 3, 4, 1, 2, 3, 4, 7, 7, 7, 7);
    const daily = dailyIc(factor, labels, options);
    expect([...daily.rankIc]).toEqual([NONE, NONE, NONE]);
    expect([...daily.pairs]).toEqual([2, 4, 4]);
    expect([...daily.tied]).toEqual([0, 4, 0]);
  });

  it('winsorising changes the Pearson IC and never the rank IC', () => {
    const factor = Float64Array.of(1, 2, 3, 1000);
    const labels = Float64Array.of(1, 2, 4, 3);
    const plain = dailyIc(factor, labels, options);
    const clipped = dailyIc(factor, labels, { ...options, winsorise: 0.3 });
    expect(clipped.rankIc[0]).toBe(plain.rankIc[0]);
    expect(clipped.ic[0]).not.toBe(plain.ic[0]);
  });

  it('a saturated factor shows in its tied values', () => {
    const factor = Float64Array.of(1, 1, 1, 0.5);
    const labels = Float64Array.of(1, 2, 3, 4);
    expect(dailyIc(factor, labels, options).tied[0]).toBe(3);
  });
});

describe('summariseIc', () => {
  it('means over the dates that count, std with ddof 1, ICIR raw and annual', () => {
    const summary = summariseIc(Float64Array.of(-0.1, NONE, 0.02, -0.04), 1);
    const std = Math.sqrt((0.06 * 0.06 + 0.06 * 0.06) / 2);
    expect(summary.mean).toBeCloseTo(-0.04, 12);
    expect(summary.std).toBeCloseTo(std, 12);
    expect(summary.icir).toBeCloseTo(0.04 / std, 12);
    expect(summary.icirAnnual).toBeCloseTo((0.04 / std) * Math.sqrt(252), 12);
    expect(summary.winRate).toBeCloseTo(2 / 3, 12);
    expect(summary.days).toBe(3);
  });

  it('overlapping horizons annualise by 252 / holding', () => {
    const series = Float64Array.of(0.1, 0.2, 0.15);
    const daily = summariseIc(series, 1).icirAnnual!;
    expect(summariseIc(series, 5).icirAnnual).toBeCloseTo(daily / Math.sqrt(5), 12);
  });

  it('has no figures without dates, and no deviation of one', () => {
    expect(summariseIc(Float64Array.of(NONE), 1)).toEqual({
      mean: null,
      std: null,
      standardError: null,
      icir: null,
      icirAnnual: null,
      winRate: null,
      days: 0,
    });
    expect(summariseIc(Float64Array.of(0.1), 1)).toMatchObject({ mean: 0.1, std: null, icir: null });
  });
});
