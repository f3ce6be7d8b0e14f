import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageRanks } from '../../../../src/core/statistics/average-ranks.ts';
import { pearson, spearman } from '../../../../src/core/statistics/correlation.ts';
import { winsorise } from '../../../../src/core/statistics/winsorise.ts';

function ranksOf(values: number[]): { ranks: number[]; tied: number } {
  const into = new Float64Array(values.length);
  const tied = averageRanks(Float64Array.from(values), values.length, into);
  return { ranks: [...into], tied };
}

describe('averageRanks', () => {
  it('shares the mean rank among equals and counts them', () => {
    expect(ranksOf([10, 30, 20, 30, 30])).toEqual({ ranks: [1, 4, 2, 4, 4], tied: 3 });
    expect(ranksOf([7, 7])).toEqual({ ranks: [1.5, 1.5], tied: 2 });
    expect(ranksOf([])).toEqual({ ranks: [], tied: 0 });
  });

  it('takes -0 and 0 for equal', () => {
    expect(ranksOf([0, -0, 1]).ranks).toEqual([1.5, 1.5, 3]);
  });

  it('agrees with counting the smaller and the equal', () => {
    const values = fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 40 });
    fc.assert(
      fc.property(values, (list) => {
        const expected = list.map((value) => {
          const below = list.filter((other) => other < value).length;
          const equal = list.filter((other) => other === value).length;
          return below + (equal + 1) / 2;
        });
        expect(ranksOf(list).ranks).toEqual(expected);
      }),
    );
  });

  it('leaves its input as it is and reads the first values alone', () => {
    const values = Float64Array.of(3, 1, 2, 0);
    const into = new Float64Array(3);
    averageRanks(values, 3, into);
    expect([...into]).toEqual([3, 1, 2]);
    expect([...values]).toEqual([3, 1, 2, 0]);
  });
});

describe('pearson and spearman', () => {
  const correlate = (kind: typeof pearson, x: number[], y: number[]): number =>
    kind(Float64Array.from(x), Float64Array.from(y), x.length);

  it('by hand', () => {
    expect(correlate(pearson, [2, 3, 5], [4, 6, 0])).toBeCloseTo(-11 / 14, 12);
    expect(correlate(spearman, [2, 3, 5], [4, 6, 0])).toBeCloseTo(-0.5, 12);
    expect(correlate(spearman, [1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
  });

  it('a constant side has no correlation: missing, neither 0 nor a division by almost nothing', () => {
    expect(correlate(pearson, [0.1, 0.1, 0.1], [1, 2, 3])).toBeNaN();
    expect(correlate(spearman, [1, 2, 3], [5, 5, 5])).toBeNaN();
    expect(correlate(pearson, [1], [2])).toBeNaN();
  });

  it('a side that varies by its last bits still has one', () => {
    const nearly = [1, 1 + Number.EPSILON, 1 + 2 * Number.EPSILON];
    expect(correlate(spearman, nearly, [1, 2, 3])).toBeCloseTo(1, 12);
  });

  it('is symmetric to the bit, and changes sign with either side', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 })), {
      minLength: 3,
      maxLength: 30,
    });
    fc.assert(
      fc.property(pairs, (list) => {
        const x = list.map(([a]) => a);
        const y = list.map(([, b]) => b);
        for (const kind of [pearson, spearman]) {
          const value = correlate(kind, x, y);
          expect(correlate(kind, y, x)).toBe(value);
          const flipped = correlate(
            kind,
            x.map((a) => -a),
            y,
          );
          if (Number.isNaN(value)) expect(flipped).toBeNaN();
          else expect(flipped).toBeCloseTo(-value, 12);
        }
      }),
    );
  });
});

describe('winsorise', () => {
  it('clips to the quantiles of the values, linear between order statistics', () => {
    const values = Float64Array.of(0, 1, 2, 3, 100);
    expect([...winsorise(values, 5, 0.1)]).toEqual([0.4, 1, 2, 3, expect.closeTo(61.2, 12)]);
    expect([...winsorise(values, 5, 0)]).toEqual([0, 1, 2, 3, 100]);
    expect([...values]).toEqual([0, 1, 2, 3, 100]);
  });
});
