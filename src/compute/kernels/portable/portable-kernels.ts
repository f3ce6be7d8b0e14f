import type { Kernel, KernelTable } from '../kernel.ts';
import * as bars from './bar-statistics.ts';
import { correlationKernel } from './correlation-kernel.ts';
import { CROSS_SECTION_KERNELS } from './cross-section-kernels.ts';
import { ELEMENT_KERNELS } from './element-kernels.ts';
import { EXTREME_KERNELS } from './extreme-kernels.ts';
import { LAG_KERNELS } from './lag-kernels.ts';
import { MEAN_KERNELS } from './mean-kernels.ts';
import { type BarReduction, reducingIntervals, reducingSessions } from './minute-reductions.ts';
import { MOMENT_KERNELS } from './moment-kernels.ts';
import { WEIGHT_KERNELS } from './weight-kernels.ts';

/** What each rolling operator does with the bars of a session. */
const SESSION_REDUCTIONS: ReadonlyMap<string, BarReduction> = new Map([
  ['ts_mean', bars.meanOf],
  ['ts_sum', bars.sumOf],
  ['ts_std', bars.standardDeviationOf],
  ['ts_skew', bars.skewnessOf],
  ['ts_kurt', bars.kurtosisOf],
  ['ts_max', bars.maximumOf],
  ['ts_min', bars.minimumOf],
  ['idx_max', bars.positionOfMaximum],
  ['idx_min', bars.positionOfMinimum],
  ['ts_corr', bars.correlationOf],
]);

const INTERVAL_REDUCTIONS: ReadonlyMap<string, BarReduction> = new Map([
  ['sum', bars.sumOf],
  ['mean', bars.meanOf],
  ['max', bars.maximumOf],
  ['min', bars.minimumOf],
  ['std', bars.standardDeviationOf],
  ['first', bars.firstOf],
  ['last', bars.lastOf],
]);

const DAILY_KERNELS: readonly (readonly [string, Kernel])[] = [
  ...ELEMENT_KERNELS,
  ...MEAN_KERNELS,
  ...MOMENT_KERNELS,
  ...EXTREME_KERNELS,
  ...LAG_KERNELS,
  ...WEIGHT_KERNELS,
  ...CROSS_SECTION_KERNELS,
  ['ts_corr', correlationKernel],
];

/** The quick kernels, for every operator; what a new operator lacks here is served by the reference. */
export const PORTABLE_KERNELS: KernelTable = new Map<string, Kernel>([
  ...DAILY_KERNELS.map(([name, daily]): [string, Kernel] => {
    const reduction = SESSION_REDUCTIONS.get(name);
    return [name, reduction === undefined ? daily : reducingSessions(daily, reduction)];
  }),
  ['interval', reducingIntervals(INTERVAL_REDUCTIONS)],
]);
