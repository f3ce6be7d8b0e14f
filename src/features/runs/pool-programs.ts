import type { WarmStartProgram } from '../../mining/ports.ts';

/** Injection token of what hands out the programs of a warm-start pool. */
export const POOL_PROGRAMS = Symbol('PoolPrograms');

/** The warm-start pools as the creation of a run sees them. */
export interface PoolPrograms {
  /** Programs in the pool's own order. @throws Refusal NOT_FOUND */
  resolve(poolId: string): Promise<readonly WarmStartProgram[]>;
}
