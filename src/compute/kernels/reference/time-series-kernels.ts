import { invariant } from '../../../core/outcome/refusal.ts';
import type { Kernel, KernelTable } from '../kernel.ts';
import { valueAt } from './element-kernels.ts';
import { isMeasurable, ofDays } from './window-limits.ts';
import * as statistic from './window-statistics.ts';
import { allBars, eachCell, overBars, overDays, type WindowReduction, windowOf } from './windows.ts';

/** A reduction of windows as a kernel: rolling over days, or once a day over the whole session of minute bars. */
function windowed(reduce: WindowReduction, reduceBars = reduce): Kernel {
  return (operands, step, context) =>
    operands.some((operand) => operand.frequency === 'minute')
      ? overBars(operands, step, context, allBars(context), reduceBars)
      : overDays(operands, step, context, reduce);
}

const ofOne = (ofDays: statistic.WindowStatistic, ofBars = ofDays): Kernel =>
  windowed(
    ([values]) => ofDays(values ?? []),
    ([values]) => ofBars(values ?? []),
  );

/** Position of the extreme, 1 = the window's oldest row (the session's first bar); of equals the oldest. */
function positionOf(extremeOf: statistic.WindowStatistic): Kernel {
  return windowed(([values], positions) => {
    const extreme = extremeOf(values ?? []);
    const index = (values ?? []).indexOf(extreme);
    return (positions[index] ?? Number.NaN) + 1;
  });
}

/** Value of the row `window` rows ago, combined with today's; the rows between do not matter. */
function lagged(combine: (today: number, before: number) => number): Kernel {
  return (operands, step, context) => {
    const [operand] = operands;
    invariant(operand, `${step.operator} has an operand`);
    const lag = windowOf(step);
    return eachCell(step, context, (row, stock) => {
      if (row < lag) return Number.NaN;
      const today = valueAt(operand, row, stock, context);
      return combine(today, valueAt(operand, row - lag, stock, context));
    });
  };
}

/** Kernels over time, one stock at a time. Source: report table 1; sum, rank and linear decay are the extended set's. */
export const TIME_SERIES_KERNELS: KernelTable = new Map<string, Kernel>([
  ['ts_mean', ofOne(statistic.meanOf, statistic.compensatedMeanOf)],
  ['ts_sum', ofOne(statistic.sumOf, statistic.compensatedSumOf)],
  ['ts_std', ofOne(ofDays(statistic.standardDeviationOf, 0), statistic.standardDeviationOf)],
  ['ts_max', ofOne(statistic.maximumOf)],
  ['ts_min', ofOne(statistic.minimumOf)],
  [
    'ts_skew',
    ofOne(ofDays(statistic.skewnessOf, Number.NaN, Number.POSITIVE_INFINITY), statistic.skewnessOf),
  ],
  [
    'ts_kurt',
    ofOne(ofDays(statistic.kurtosisOf, Number.NaN, Number.POSITIVE_INFINITY), statistic.kurtosisOf),
  ],
  ['ts_norm', ofOne(ofDays(statistic.normOf, Number.NaN), statistic.normOf)],
  ['ts_rank', ofOne(statistic.rankOf)],
  ['ts_decay_linear', ofOne(statistic.linearDecayOf)],
  [
    'ts_corr',
    windowed(
      ([left = [], right = []]) =>
        isMeasurable(left) && isMeasurable(right) ? statistic.correlationOf(left, right) : Number.NaN,
      ([left = [], right = []]) => statistic.correlationOf(left, right),
    ),
  ],
  ['idx_max', positionOf(statistic.maximumOf)],
  ['idx_min', positionOf(statistic.minimumOf)],
  ['ts_diff', lagged((today, before) => today - before)],
  ['ts_delay', lagged((_, before) => before)],
]);
