import { cumulativeReturns } from '../annual-returns.ts';
import { TRADING_DAYS } from '../ic-summary.ts';
import { meanOf } from '../mean.ts';
import type { DefinitionId } from './definitions.ts';
import { deepestOf, drawdownOf } from './drawdown.ts';
import { orNull, seriesOrNull } from './or-null.ts';
import { runningSum } from './running-sum.ts';
import type { ReturnCurve } from './tear-sheet.ts';

export interface CurveMeans {
  readonly definition: DefinitionId;
  readonly days: readonly string[];
  readonly holdingDays: number;
  /** `compound`: money earns money. `sum`: the same stake every day (qlib). */
  readonly mode: 'compound' | 'sum';
}

/**
 * Curve, drawdown and annual figures of daily returns. A day without a return (NaN) leaves the curve where it is. Labels
 * that span several days overlap: each day adds 1 / holding of its label.
 * Compounded: annual return = (1 + cumulative)^(252 / days) - 1; summed: mean x 252 / holding. Volatility: standard
 * deviation (ddof 1) x sqrt(252 / holding).
 */
export function returnCurve(returns: readonly number[], means: CurveMeans): ReturnCurve {
  const { holdingDays, mode } = means;
  const cumulative =
    mode === 'compound'
      ? cumulativeReturns(returns, holdingDays)
      : runningSum(returns.map((value) => value / holdingDays));
  return curveOf(returns, cumulative, means);
}

/** The report's long-short: compounded long less compounded short, over the days on which both give a return. */
export function spreadCurve(
  long: readonly number[],
  short: readonly number[],
  means: CurveMeans,
): ReturnCurve {
  const both = (value: number, other: number): number => (Number.isNaN(other) ? Number.NaN : value);
  const longs = cumulativeReturns(
    long.map((value, day) => both(value, short[day]!)),
    means.holdingDays,
  );
  const shorts = cumulativeReturns(
    short.map((value, day) => both(value, long[day]!)),
    means.holdingDays,
  );
  const cumulative = longs.map((value, day) => value - shorts[day]!);
  return curveOf(
    long.map((value, day) => value - short[day]!),
    cumulative,
    means,
  );
}

function curveOf(returns: readonly number[], cumulative: readonly number[], means: CurveMeans): ReturnCurve {
  const { definition, days, holdingDays, mode } = means;
  const present = returns.filter((value) => !Number.isNaN(value));
  const drawdown = drawdownOf(cumulative, mode);
  const total = cumulative.at(-1) ?? 0;
  const compounded =
    total > -1 ? Math.expm1((Math.log1p(total) * TRADING_DAYS) / present.length) : Number.NaN;
  const summed = (meanOf(present) * TRADING_DAYS) / holdingDays;
  return {
    definition,
    daily: seriesOrNull(returns),
    cumulative,
    drawdown,
    annualReturn: present.length === 0 ? null : orNull(mode === 'sum' ? summed : compounded),
    annualVolatility: orNull(deviation(present) * Math.sqrt(TRADING_DAYS / holdingDays)),
    maximumDrawdown: deepestOf(drawdown, days),
  };
}

function deviation(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  const mean = meanOf(values);
  return Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1),
  );
}
