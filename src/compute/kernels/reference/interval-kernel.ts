import type { IntervalReducer } from '../../../core/operator/operator.ts';
import { invariant } from '../../../core/outcome/refusal.ts';
import { barsOf } from '../../../core/program/check-interval.ts';
import type { Kernel } from '../kernel.ts';
import * as statistic from './window-statistics.ts';
import { overBars } from './windows.ts';

const REDUCERS: Readonly<Record<IntervalReducer, statistic.WindowStatistic>> = {
  sum: statistic.compensatedSumOf,
  mean: statistic.compensatedMeanOf,
  max: statistic.maximumOf,
  min: statistic.minimumOf,
  std: statistic.standardDeviationOf,
  first: statistic.firstOf,
  last: statistic.lastOf,
};

/**
 * Reduces a part of the session to one value a day: the bars present of those stamped in (from, to], and the
 * opening bar when `from` is the open; missing when under half of them are present. Source: framework, section 3.
 */
export const intervalKernel: Kernel = (operands, step, context) => {
  const { interval } = step;
  invariant(interval !== null && context.session !== null, 'interval needs its times and a session');
  const reducer = REDUCERS[interval.reducer];
  const bars = barsOf(interval, context.session);
  return overBars(operands, step, context, bars, ([values]) => reducer(values ?? []));
};
