import type { Kernel, KernelTable } from '../kernel.ts';

/** The quick kernels; operators that are not listed are served by the reference. */
export const PORTABLE_KERNELS: KernelTable = new Map<string, Kernel>();
