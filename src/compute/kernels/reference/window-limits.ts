import { CONSTANT_SHARE, CONSTANT_SQUARES, LARGEST_VALUE } from '../limits.ts';
import { centralSum, type WindowStatistic } from './window-statistics.ts';

/*
 * What float32 makes of windows of days, as rules for every backend. Bars are reduced in float64 everywhere, from figures as
 * they were traded, and need none of this.
 */

/** Squared deviations below which values are the same but for rounding. */
export function flatSquares(values: readonly number[]): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return Math.max(CONSTANT_SQUARES, CONSTANT_SHARE * largest * largest);
}

/** The statistic with a value of its own where the window is constant, and missing where its squares are too large. */
export const ofDays =
  (statistic: WindowStatistic, whenFlat: number, largestSquares = LARGEST_VALUE): WindowStatistic =>
  (values) => {
    const squares = centralSum(values, 2);
    if (squares < flatSquares(values)) return whenFlat;
    return squares <= largestSquares ? statistic(values) : Number.NaN;
  };

/** Whether a side of a correlation neither is constant nor has squares that are too large. */
export const isMeasurable = (values: readonly number[]): boolean =>
  !Number.isNaN(ofDays(() => 1, Number.NaN)(values));
