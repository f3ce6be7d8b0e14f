import { describe, expect, it } from 'vitest';
import { annualReturns, cumulativeReturns } from '../../../../src/core/statistics/annual-returns.ts';
import { factorTurnover, rankAutocorrelation } from '../../../../src/core/statistics/factor-turnover.ts';
import { type GroupDay, groupDays } from '../../../../src/core/statistics/group-days.ts';
import { groupStatistics } from '../../../../src/core/statistics/group-statistics.ts';
import { defaultGroups, quantileGroups } from '../../../../src/core/statistics/quantile-groups.ts';

const NONE = Number.NaN;
const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

describe('quantileGroups', () => {
  const groupsOf = (values: number[], groups: number): number[] => [
    ...quantileGroups(Float64Array.from(values), values.length, groups),
  ];

  it('splits evenly where it can', () => {
    expect(groupsOf([6, 1, 2, 5, 4, 3], 3)).toEqual([2, 0, 0, 2, 1, 1]);
  });

  it('keeps ties together and drops none', () => {
    expect(groupsOf([1, 1, 1, 1, 2], 5)).toEqual([2, 2, 2, 2, 4]);
    expect(groupsOf([3, 3, 3, 3], 2)).toEqual([1, 1, 1, 1]);
  });

  it('10 groups from 500 stocks on, else 5', () => {
    expect([defaultGroups(499), defaultGroups(500)]).toEqual([5, 10]);
  });
});

describe('groupDays', () => {
  const options = { stocks: 50, groups: 5, orientation: 1, minimumStocks: 10 } as const;
  const factor = Float64Array.from(range(50));
  const labels = Float64Array.from(range(50), (stock) => stock / 1000);

  it('means the labels of each group, worst first', () => {
    const [day] = groupDays(factor, labels, options);
    const expected = [4.5, 14.5, 24.5, 34.5, 44.5];
    day!.returns.forEach((value, group) => {
      expect(value).toBeCloseTo(expected[group]! / 1000, 12);
    });
    expect(day!.benchmark).toBeCloseTo(0.0245, 12);
  });

  it('a negative orientation mirrors the groups: f and -f tell the same', () => {
    const mirrored = groupDays(
      factor.map((value) => -value),
      labels,
      { ...options, orientation: -1 },
    );
    expect(mirrored).toEqual(groupDays(factor, labels, options));
  });

  it('an extreme group under 10 stocks gives none, with no silent long-short', () => {
    // Like idx_max(VOLUME,2): two values only, so the extreme groups are empty.
    const twoValues = factor.map((value) => value % 2);
    const [day] = groupDays(twoValues, labels, options);
    expect(day!.worst).toBeNull();
    expect(day!.best).toBeNull();
    expect(day!.returns[0]).toBeNaN();
    expect(day!.returns[4]).toBeNaN();
    const statistics = groupStatistics([day!], 5, 1);
    expect(statistics.longShort).toEqual({ report: null, qlib: null });
    expect(statistics.daysWithoutExtremes).toBe(1);
  });

  it('a constant day has no groups', () => {
    expect(groupDays(factor.fill(1).slice(), labels, options)).toEqual([null]);
  });
});

describe('annualReturns', () => {
  const year = range(252);

  it("is the report's and qlib's, side by side", () => {
    const long = year.map(() => 0.001);
    const short = year.map(() => -0.0005);
    const result = annualReturns(long, short, 1);
    const growth = (rate: number): number => Math.exp(252 * Math.log1p(rate));
    expect(result.report).toBeCloseTo(growth(0.001) - growth(-0.0005), 10);
    expect(result.qlib).toBeCloseTo(0.0015 * 252, 12);
  });

  it('takes the dates on which both sides give a return', () => {
    const result = annualReturns([0.01, NONE, 0.5], [0, 0.1, NONE], 1);
    expect(result.qlib).toBeCloseTo(0.01 * 252, 12);
    expect(result.report).toBeCloseTo(Math.exp(252 * Math.log1p(0.01)) - 1, 8);
  });

  it('has no report figure once the short side has eaten the money', () => {
    expect(annualReturns([0, 0], [0.9, 0.9], 1).report).toBeNull();
    expect(annualReturns([NONE], null, 1)).toEqual({ report: null, qlib: null });
  });

  it('overlapping holdings are staggered portfolios', () => {
    expect(cumulativeReturns([0.05, NONE, 0.05], 5)).toEqual([
      expect.closeTo(0.01, 12),
      expect.closeTo(0.01, 12),
      expect.closeTo(0.0201, 12),
    ]);
    expect(annualReturns([0.05], null, 5).qlib).toBeCloseTo((0.05 * 252) / 5, 12);
  });
});

describe('turnover and rank autocorrelation', () => {
  const day = (worst: number[] | null, best: number[] | null): GroupDay => ({
    returns: [0, 0],
    benchmark: 0,
    worst,
    best,
  });

  it('counts the share of the extreme groups that is new', () => {
    expect(factorTurnover([day([1, 2], [3, 4]), day([1, 5], [3, 4])])).toBe(0.25);
    expect(factorTurnover([day([1, 2], [3, 4]), day([5, 6], [7, 8])])).toBe(1);
  });

  it('skips dates without both groups', () => {
    expect(factorTurnover([day([1], [2]), null, day([3], [4])])).toBeNull();
    expect(factorTurnover([day([1], [2]), day(null, [4])])).toBeNull();
  });

  it('correlates the ranks of neighbouring days over the stocks in both', () => {
    const factor = Float64Array.of(1, 2, 3, 4, 10, 20, 30, NONE, 3, 2, 1, 9);
    expect(rankAutocorrelation(factor, 4, 3)).toBeCloseTo(0, 12);
    expect(rankAutocorrelation(factor, 4, 4)).toBeNull();
  });
});
