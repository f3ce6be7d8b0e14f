import { averageRanks } from '../average-ranks.ts';
import { collectCells } from '../collect-cells.ts';
import { pearson, spearman } from '../correlation.ts';
import { collectPairs } from '../daily-ic.ts';

export interface LaggedOptions {
  readonly stocks: number;
  readonly minimumStocks: number;
  readonly lagDays: number;
}

/**
 * Rank correlation of each day's factor with its values `lagDays` days before, over the stocks present on both days, ranked
 * among these. @returns NaN where fewer than `minimumStocks` are shared
 */
export function laggedRankCorrelation(factor: Float64Array, options: LaggedOptions): number[] {
  return laggedCorrelation(factor, options, spearman);
}

/**
 * The same of ranks among all of a day's stocks, so that a stock that comes or goes shifts the others. Source: alphalens,
 * factor_rank_autocorrelation. @param ranks see `dailyRanks`
 */
export function laggedCorrelationOfRanks(ranks: Float64Array, options: LaggedOptions): number[] {
  return laggedCorrelation(ranks, options, pearson);
}

/** Average ranks of each day among the present values; NaN = missing. */
export function dailyRanks(factor: Float64Array, stocks: number): Float64Array {
  const ranks = new Float64Array(factor.length).fill(Number.NaN);
  for (let offset = 0; offset < factor.length; offset += stocks) {
    const present = collectCells([factor], offset, stocks);
    const values = Float64Array.from(present, (stock) => factor[offset + stock]!);
    const found = new Float64Array(present.length);
    averageRanks(values, present.length, found);
    present.forEach((stock, at) => {
      ranks[offset + stock] = found[at]!;
    });
  }
  return ranks;
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
