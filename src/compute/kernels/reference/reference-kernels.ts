import type { Kernel, KernelTable } from '../kernel.ts';

/** The float64 truth of every operator. */
export const REFERENCE_KERNELS: KernelTable = new Map<string, Kernel>();
