import { collectCells } from '../collect-cells.ts';
import { meanOf } from '../mean.ts';

/** One day in alphalens' terms. */
export interface AlphalensDay {
  /** Mean label of the best and the worst quantile, each less the mean of all pairs of the day; NaN where one is empty. */
  readonly best: number;
  readonly worst: number;
  /** Of the portfolio weighted by the demeaned factor, gross exposure 1. */
  readonly weighted: number;
}

export interface AlphalensOptions {
  readonly stocks: number;
  readonly quantiles: number;
  readonly orientation: 1 | -1;
  readonly minimumStocks: number;
}

/**
 * Demeaned returns of the extreme quantiles and the factor-weighted portfolio: weights are the factor less its mean,
 * divided by the sum of their absolute values. Source: alphalens, mean_return_by_quantile (demeaned) and factor_returns.
 * @param factor, labels [days x stocks], NaN = missing; only pairs count
 * @param quantileOf quantiles of the oriented factor over the pairs (see `alphalensQuantiles`)
 */
export function alphalensDays(
  factor: Float64Array,
  labels: Float64Array,
  quantileOf: Uint8Array,
  { stocks, quantiles, orientation, minimumStocks }: AlphalensOptions,
): (AlphalensDay | null)[] {
  return Array.from({ length: factor.length / stocks }, (_, day) => {
    const offset = day * stocks;
    const paired = collectCells([factor, labels], offset, stocks);
    if (paired.length < minimumStocks) return null;
    const label = (stock: number): number => labels[offset + stock]!;
    const average = meanOf(paired.map(label));
    const demeaned = (quantile: number): number =>
      meanOf(paired.filter((stock) => quantileOf[offset + stock] === quantile).map(label)) - average;
    const values = paired.map((stock) => orientation * factor[offset + stock]!);
    const centre = meanOf(values);
    const exposure = values.reduce((sum, value) => sum + Math.abs(value - centre), 0);
    const earned = values.reduce((sum, value, at) => sum + (value - centre) * label(paired[at]!), 0);
    return { best: demeaned(quantiles), worst: demeaned(1), weighted: earned / exposure };
  });
}
