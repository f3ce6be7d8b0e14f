import { averageRanks, type RankFunction } from './average-ranks.ts';
import { isConstant, pearson } from './correlation.ts';
import { winsorise } from './winsorise.ts';

/** Daily correlations of a factor with the labels, one row a date; NaN where a date does not count. */
export interface DailyIc {
  readonly ic: Float64Array;
  readonly rankIc: Float64Array;
  /** Factor-label pairs of each date, also of dates that do not count. */
  readonly pairs: Int32Array;
  /** Factor values, among the pairs, that equal another value of the same date. */
  readonly tied: Int32Array;
}

export interface DailyIcOptions {
  readonly stocks: number;
  /** A date counts from this many pairs on, if neither side is constant. */
  readonly minimumStocks: number;
  /** Fraction of the factor clipped at either end before the Pearson correlation; 0 = none. */
  readonly winsorise: number;
  /** How values are ranked; `averageRanks` unless a quicker one is at hand. */
  readonly rank?: RankFunction;
}

/**
 * IC and rank IC of each date: correlation across stocks of factor and label, over the pairs where both are
 * finite. A (near-)constant cross-section has no IC: missing, not 0.
 * @param factor, labels [days x stocks], row-major, NaN = missing
 * Cost O(days x stocks x log stocks). Source: report section 3.2 (fitness).
 */
export function dailyIc(factor: Float64Array, labels: Float64Array, options: DailyIcOptions): DailyIc {
  const { stocks, rank = averageRanks } = options;
  const days = stocks === 0 ? 0 : factor.length / stocks;
  const result: DailyIc = {
    ic: new Float64Array(days).fill(Number.NaN),
    rankIc: new Float64Array(days).fill(Number.NaN),
    pairs: new Int32Array(days),
    tied: new Int32Array(days),
  };
  const x = new Float64Array(stocks);
  const y = new Float64Array(stocks);
  const ranksX = new Float64Array(stocks);
  const ranksY = new Float64Array(stocks);
  for (let day = 0; day < days; day++) {
    const count = collectPairs(factor, labels, day * stocks, { x, y });
    result.pairs[day] = count;
    result.tied[day] = rank(x, count, ranksX);
    if (count < options.minimumStocks || isConstant(x, count) || isConstant(y, count)) continue;
    rank(y, count, ranksY);
    result.rankIc[day] = pearson(ranksX, ranksY, count);
    const values = options.winsorise > 0 ? winsorise(x, count, options.winsorise) : x;
    result.ic[day] = pearson(values, y, count);
  }
  return result;
}

/** Gathers the stocks of one row for which both sides are finite; as many stocks as `into.x` is long. */
export function collectPairs(
  left: Float64Array,
  right: Float64Array,
  offset: number,
  into: { readonly x: Float64Array; readonly y: Float64Array },
): number {
  let count = 0;
  for (let stock = 0; stock < into.x.length; stock++) {
    const a = left[offset + stock]!;
    const b = right[offset + stock]!;
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    into.x[count] = a;
    into.y[count] = b;
    count++;
  }
  return count;
}
