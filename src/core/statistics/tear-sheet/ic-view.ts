import { summariseIc } from '../ic-summary.ts';
import { orNull, seriesOrNull } from './or-null.ts';
import { rollingMean } from './rolling-mean.ts';
import { runningSum } from './running-sum.ts';
import { seriesAutocorrelation } from './series-autocorrelation.ts';
import type { IcView } from './tear-sheet.ts';

/** Lags of the autocorrelation of the ICs, in days. */
const MOST_LAGS = 20;

/** Everything that is drawn of one series of daily ICs. @param daily NaN = the day does not count */
export function icView(
  definition: IcView['definition'],
  daily: Float64Array,
  options: { readonly holdingDays: number; readonly movingAverageDays: readonly number[] },
): IcView {
  return {
    definition,
    summary: summariseIc(daily, options.holdingDays),
    daily: seriesOrNull(daily),
    movingAverages: options.movingAverageDays.map((windowDays) => ({
      windowDays,
      values: seriesOrNull(rollingMean(daily, windowDays)),
    })),
    cumulative: runningSum(daily),
    autocorrelation: Array.from({ length: MOST_LAGS }, (_, at) => ({
      lagDays: at + 1,
      value: orNull(seriesAutocorrelation(daily, at + 1)),
    })),
  };
}
