import type { Kernel, KernelTable } from '../kernel.ts';
import { LARGEST_VALUE } from '../limits.ts';
import { correlationKernel } from './correlation-kernel.ts';
import { CROSS_SECTION_KERNELS } from './cross-section-kernels.ts';
import { ELEMENT_KERNELS } from './element-kernels.ts';
import { EXTREME_KERNELS } from './extreme-kernels.ts';
import { LAG_KERNELS } from './lag-kernels.ts';
import { MEAN_KERNELS } from './mean-kernels.ts';
import { MOMENT_KERNELS } from './moment-kernels.ts';
import { WEIGHT_KERNELS } from './weight-kernels.ts';

/** The rule of every backend: what no float32 could hold is missing. */
const withinRange =
  (kernel: Kernel): Kernel =>
  (operands, step, context) => {
    const values = kernel(operands, step, context);
    for (let cell = 0; cell < values.length; cell++) {
      const value = values[cell]!;
      if (value > LARGEST_VALUE || value < -LARGEST_VALUE) values[cell] = Number.NaN;
    }
    return values;
  };

/**
 * The quick kernels of daily operands, for every operator that has any; what a new operator lacks here is served by the
 * reference. Minute bars are reduced by `../../reduction`.
 */
export const PORTABLE_KERNELS: KernelTable = new Map<string, Kernel>(
  [
    ...ELEMENT_KERNELS,
    ...MEAN_KERNELS,
    ...MOMENT_KERNELS,
    ...EXTREME_KERNELS,
    ...LAG_KERNELS,
    ...WEIGHT_KERNELS,
    ...CROSS_SECTION_KERNELS,
    ['ts_corr', correlationKernel] as const,
  ].map(([name, kernel]) => [name, withinRange(kernel)]),
);
