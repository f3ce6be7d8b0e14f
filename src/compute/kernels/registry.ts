import { invariant } from '../../core/outcome/refusal.ts';
import { averageRanks, type RankFunction } from '../../core/statistics/average-ranks.ts';
import type { Kernel, KernelTable } from './kernel.ts';
import { PORTABLE_KERNELS } from './portable/portable-kernels.ts';
import { RankSorter } from './portable/rank-sorter.ts';
import { REFERENCE_KERNELS } from './reference/reference-kernels.ts';

/** `reference` is the truth: float64, slow, obvious. `portable` is quick and must give the same ICs. */
export const BACKENDS = ['reference', 'portable'] as const;
export type Backend = (typeof BACKENDS)[number];

const TABLES: Readonly<Record<Backend, KernelTable>> = {
  reference: REFERENCE_KERNELS,
  portable: PORTABLE_KERNELS,
};

/**
 * The kernel of an operator in a backend. A backend that has none of its own is served by the reference,
 * so that a new operator works everywhere from its first, slow kernel on.
 */
export function kernelFor(operator: string, backend: Backend): Kernel {
  const kernel = TABLES[backend].get(operator) ?? REFERENCE_KERNELS.get(operator);
  invariant(kernel !== undefined, `operator ${operator} has no kernel in backend ${backend}`);
  return kernel;
}

/** How a backend ranks up to `capacity` values: the same ranks from each, more or less quickly. */
export function rankerFor(backend: Backend, capacity: number): RankFunction {
  if (backend === 'reference') return averageRanks;
  const sorter = new RankSorter(capacity);
  return (values, count, into) => sorter.rank(values, count, into);
}
