import type { Kernel, KernelTable } from '../kernel.ts';
import { CROSS_SECTION_KERNELS } from './cross-section-kernels.ts';
import { ELEMENT_KERNELS } from './element-kernels.ts';
import { intervalKernel } from './interval-kernel.ts';
import { TIME_SERIES_KERNELS } from './time-series-kernels.ts';

/** The float64 truth of every operator: slow and obvious, a window at a time. */
export const REFERENCE_KERNELS: KernelTable = new Map<string, Kernel>([
  ...ELEMENT_KERNELS,
  ...TIME_SERIES_KERNELS,
  ...CROSS_SECTION_KERNELS,
  ['interval', intervalKernel],
]);
