import type { AnnualReturns } from './factor-statistics.ts';
import { TRADING_DAYS } from './ic-summary.ts';
import { meanOf } from './mean.ts';

/**
 * Cumulative return of a daily series, compounded; a date without a return (NaN) leaves it where it is.
 * Labels that span several days overlap: each date adds 1/holding of its label, as if the money were split
 * over as many staggered portfolios.
 */
export function cumulativeReturns(returns: readonly number[], holdingDays: number): number[] {
  let wealth = 1;
  return returns.map((value) => {
    if (!Number.isNaN(value)) wealth *= 1 + value / holdingDays;
    return wealth - 1;
  });
}

/**
 * Annual return of holding `long` and, where given, being short of `short`, over the dates on which both give
 * a return. Two definitions: the report's (1 + cumulative long - cumulative short)^(1/years) - 1, with
 * years = dates / 252, and qlib's mean daily return x 252 / holding.
 * @returns nulls when no date has a return; `report` is null too when the short side ate all the money
 * Source: framework, section 6.
 */
export function annualReturns(
  long: readonly number[],
  short: readonly number[] | null,
  holdingDays: number,
): AnnualReturns {
  const dates = long.flatMap((value, day) =>
    Number.isNaN(value) || Number.isNaN(short?.[day] ?? 0) ? [] : [day],
  );
  if (dates.length === 0) return { report: null, qlib: null };
  const longReturns = dates.map((day) => long[day]!);
  const shortReturns = dates.map((day) => short?.[day] ?? 0);
  const difference = longReturns.map((value, index) => value - shortReturns[index]!);
  const cumulative =
    cumulativeReturns(longReturns, holdingDays).at(-1)! -
    cumulativeReturns(shortReturns, holdingDays).at(-1)!;
  return {
    report: annualise(cumulative, dates.length / TRADING_DAYS),
    qlib: (meanOf(difference) * TRADING_DAYS) / holdingDays,
  };
}

/** (1 + cumulative)^(1/years) - 1, by exp and log because powers differ between Node versions. */
function annualise(cumulative: number, years: number): number | null {
  return 1 + cumulative > 0 ? Math.expm1(Math.log1p(cumulative) / years) : null;
}
