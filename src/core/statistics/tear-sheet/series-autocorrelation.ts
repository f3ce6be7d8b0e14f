import { pearson } from '../correlation.ts';
import { collectPairs } from '../daily-ic.ts';

/**
 * Pearson correlation of a series with itself `lagDays` days before, over the pairs of days on which both are present.
 * @returns NaN for fewer than two pairs or a constant side. Same as pandas `Series.autocorr(lag)`.
 */
export function seriesAutocorrelation(series: Float64Array, lagDays: number): number {
  const pairs = series.length - lagDays;
  if (pairs < 2) return Number.NaN;
  const x = new Float64Array(pairs);
  const y = new Float64Array(pairs);
  const count = collectPairs(series.subarray(0, pairs), series.subarray(lagDays), 0, { x, y });
  return pearson(x, y, count);
}
