import { meanOf } from './mean.ts';

/** Lags of the automatic rule, at least those of the overlap of the labels. */
export function neweyWestLags(days: number, holdingDays: number): number {
  const automatic = Math.floor(4 * Math.exp((2 / 9) * Math.log(days / 100)));
  return Math.min(Math.max(holdingDays - 1, automatic), Math.max(0, days - 1));
}

/**
 * Standard error of the mean of a series whose neighbours resemble each other, as daily ICs do (labels overlap,
 * factors are slow): Newey-West with Bartlett weights, divisor n.
 * @param series one value a day; NaN = the date does not count, and its neighbours close up
 * @param holdingDays days that a label is held; lags = max(holding - 1, floor(4 (n / 100)^(2/9)))
 * @returns null for fewer than two dates
 * Source: Newey and West (1987); the lags of the automatic rule as in Newey and West (1994).
 */
export function meanStandardError(series: Float64Array, holdingDays: number): number | null {
  const values = series.filter((value) => !Number.isNaN(value));
  const days = values.length;
  if (days < 2) return null;
  const mean = meanOf(values);
  const lags = neweyWestLags(days, holdingDays);
  let variance = autocovariance(values, mean, 0);
  for (let lag = 1; lag <= lags; lag++) {
    variance += 2 * (1 - lag / (lags + 1)) * autocovariance(values, mean, lag);
  }
  return Math.sqrt(Math.max(0, variance) / days);
}

/** Divisor n, whatever the lag: so the weighted sum cannot turn negative. */
function autocovariance(values: Float64Array, mean: number, lag: number): number {
  let sum = 0;
  for (let day = lag; day < values.length; day++) sum += (values[day]! - mean) * (values[day - lag]! - mean);
  return sum / values.length;
}
