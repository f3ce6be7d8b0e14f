import { cumulativeReturns } from '../annual-returns.ts';
import { summariseIc } from '../ic-summary.ts';
import { meanOf } from '../mean.ts';
import { type CalendarPart, calendarParts } from './calendar-parts.ts';
import { drawdownOf } from './drawdown.ts';
import { orNull } from './or-null.ts';
import type { PartFigures } from './tear-sheet.ts';

/** Day by day, NaN = missing. */
export interface PartSeries {
  readonly ic: Float64Array;
  readonly rankIc: Float64Array;
  readonly best: readonly number[];
  readonly worst: readonly number[];
  readonly benchmark: readonly number[];
  /** Daily returns of the traded long-short after costs. */
  readonly longShortNet: readonly number[];
  readonly turnover: readonly number[];
  readonly coverage: readonly number[];
  readonly holdingDays: number;
}

/** The figures of each calendar month or year, as if it had been the whole period. */
export function partFigures(
  days: readonly string[],
  by: 'month' | 'year',
  series: PartSeries,
): PartFigures[] {
  return calendarParts(days, by).map((part) => figuresOf(part, series));
}

function figuresOf({ part, from, to }: CalendarPart, series: PartSeries): PartFigures {
  const { holdingDays } = series;
  const within = (values: readonly number[]): number[] => values.slice(from, to);
  const best = within(series.best);
  const longShort = spreadOf(best, within(series.worst), holdingDays);
  return {
    part,
    ic: summariseIc(series.ic.subarray(from, to), holdingDays),
    rankIc: summariseIc(series.rankIc.subarray(from, to), holdingDays),
    longShort: longShort.at(-1) ?? null,
    longExcess: spreadOf(best, within(series.benchmark), holdingDays).at(-1) ?? null,
    longShortNet: compounded(within(series.longShortNet)),
    maximumDrawdown: longShort.length === 0 ? null : Math.min(...drawdownOf(longShort, 'compound')),
    turnover: meanOfPresent(within(series.turnover)),
    coverage: meanOfPresent(within(series.coverage)),
  };
}

/** Null where no day has a return. */
function compounded(returns: readonly number[]): number | null {
  const present = returns.filter((value) => !Number.isNaN(value));
  return cumulativeReturns(present, 1).at(-1) ?? null;
}

/** Compounded long less compounded short over the days on which both are there; empty where there is none. */
function spreadOf(long: readonly number[], short: readonly number[], holdingDays: number): number[] {
  const both = long.flatMap((value, day) =>
    Number.isNaN(value) || Number.isNaN(short[day]!) ? [] : [[value, short[day]!] as const],
  );
  const side = (at: 0 | 1): number[] =>
    cumulativeReturns(
      both.map((pair) => pair[at]),
      holdingDays,
    );
  const shorts = side(1);
  return side(0).map((value, day) => value - shorts[day]!);
}

const meanOfPresent = (values: readonly number[]): number | null =>
  orNull(meanOf(values.filter((value) => !Number.isNaN(value))));
