import type { RankFunction } from '../average-ranks.ts';
import { collectCells } from '../collect-cells.ts';
import { pearson } from '../correlation.ts';
import { collectPairs } from '../daily-ic.ts';

export interface LaggedOptions {
  readonly stocks: number;
  readonly minimumStocks: number;
  readonly lagDays: number;
}

/** Average ranks of each day among the present values; NaN = missing. @param factor [days x stocks] */
export function dailyRanks(factor: Float64Array, stocks: number, rank: RankFunction): Float64Array {
  const ranks = new Float64Array(factor.length).fill(Number.NaN);
  const found = new Float64Array(stocks);
  for (let offset = 0; offset < factor.length; offset += stocks) {
    const present = collectCells([factor], offset, stocks);
    const values = Float64Array.from(present, (stock) => factor[offset + stock]!);
    rank(values, present.length, found);
    present.forEach((stock, at) => {
      ranks[offset + stock] = found[at]!;
    });
  }
  return ranks;
}

/**
 * Rank correlation of each day's factor with its values `lagDays` days before, over the stocks present on both days, ranked
 * among these. @param ranks see `dailyRanks` @returns NaN where fewer than `minimumStocks` are shared
 * Cost O(days x stocks): ranks among fewer stocks are found by counting, without a sort.
 */
export function laggedRankCorrelation(ranks: Float64Array, options: LaggedOptions): number[] {
  const counts = new Int32Array(2 * options.stocks + 1);
  return laggedCorrelation(ranks, options, (x, y, count) => {
    rankAmong(x, count, counts);
    rankAmong(y, count, counts);
    return pearson(x, y, count);
  });
}

/**
 * The same of ranks among all of a day's stocks, so that a stock that comes or goes shifts the others. Source: alphalens,
 * factor_rank_autocorrelation.
 */
export function laggedCorrelationOfRanks(ranks: Float64Array, options: LaggedOptions): number[] {
  return laggedCorrelation(ranks, options, pearson);
}

function laggedCorrelation(
  values: Float64Array,
  { stocks, minimumStocks, lagDays }: LaggedOptions,
  correlate: (x: Float64Array, y: Float64Array, count: number) => number,
): number[] {
  const x = new Float64Array(stocks);
  const y = new Float64Array(stocks);
  return Array.from({ length: values.length / stocks }, (_, day) => {
    if (day < lagDays) return Number.NaN;
    const before = values.subarray((day - lagDays) * stocks, (day - lagDays + 1) * stocks);
    const count = collectPairs(before, values.subarray(day * stocks, (day + 1) * stocks), 0, { x, y });
    return count < minimumStocks ? Number.NaN : correlate(x, y, count);
  });
}

/** Turns average ranks among more stocks into those among these: they are multiples of one half, so they can be counted. */
function rankAmong(ranks: Float64Array, count: number, counts: Int32Array): void {
  counts.fill(0);
  for (let at = 0; at < count; at++) counts[ranks[at]! * 2]!++;
  let below = 0;
  counts.forEach((here, twice) => {
    // From now on twice the average rank of those that stand here.
    counts[twice] = 2 * below + here + 1;
    below += here;
  });
  for (let at = 0; at < count; at++) ranks[at] = counts[ranks[at]! * 2]! / 2;
}
