import type { IcSummary } from './factor-statistics.ts';
import { meanOf } from './mean.ts';
import { meanStandardError } from './mean-standard-error.ts';

/** Trading days of a year, in every annual figure. */
export const TRADING_DAYS = 252;

/**
 * Mean, standard deviation (ddof 1), ICIR and win rate of a series of daily ICs over the dates that count.
 * @param series one value a day; NaN = the date does not count
 * @param holdingDays labels overlap by this many days, which the annual ICIR takes back: sqrt(252 / holding)
 * Source: report section 5 (IR = |mean| / std x sqrt(252)); framework, "Overlapping horizons".
 */
export function summariseIc(series: Float64Array, holdingDays: number): IcSummary {
  const values = series.filter((value) => !Number.isNaN(value));
  const days = values.length;
  if (days === 0) {
    return { mean: null, std: null, standardError: null, icir: null, icirAnnual: null, winRate: null, days };
  }
  const mean = meanOf(values);
  const std = days < 2 ? null : standardDeviation(values, mean);
  const icir = std === null || std === 0 ? null : Math.abs(mean) / std;
  const icirAnnual = icir === null ? null : icir * Math.sqrt(TRADING_DAYS / holdingDays);
  const standardError = meanStandardError(values, holdingDays);
  const wins = values.filter((value) => Math.sign(value) === Math.sign(mean)).length;
  return { mean, std, standardError, icir, icirAnnual, winRate: mean === 0 ? null : wins / days, days };
}

function standardDeviation(values: Float64Array, mean: number): number {
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  return Math.sqrt(squares / (values.length - 1));
}
