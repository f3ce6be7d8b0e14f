import { populationHash } from '../core/evolution/population-hash.ts';
import { type Claim, type MineOptions, openClaim } from './claim.ts';
import { keepLease } from './lease.ts';
import { mineToEnd } from './mine-to-end.ts';
import type { RunOutcome, RunPosition } from './ports.ts';
import { duringStorage, isFenced, StoreFault } from './store-fault.ts';

export interface MineResult {
  /**
   * FENCED: another process has taken the run over. INTERRUPTED: this process shuts down. Neither writes
   * anything, and the run goes on elsewhere from its last committed generation.
   */
  readonly ending: Exclude<RunOutcome, 'FAILED'> | 'FENCED' | 'INTERRUPTED';
  readonly reason: string;
  /** Last committed generation. */
  readonly position: RunPosition | null;
  readonly populationHash: string | null;
}

/**
 * Mines a claimed run from where it stands to its end: breed, judge, cull, commit, generation by generation, each
 * being written while the next is made.
 * The populations depend on the claim alone - not on memo, workers, pauses or machine (ADR 0010).
 * @throws Refusal EXPERIMENT_INVALID or whatever the evaluator throws, once the run is released as FAILED with
 * its last generation kept; what the store throws when it breaks, leaving the run to its lease
 */
export async function mineRun(options: MineOptions): Promise<MineResult> {
  const { store, claimed, leaseMs, signal } = options;
  const heartbeatMs = options.heartbeatMs ?? leaseMs / 3;
  const lease = keepLease(store, claimed.fence, { leaseMs, heartbeatMs });
  const stopped = signal === undefined ? lease.lost : AbortSignal.any([lease.lost, signal]);
  let claim: Claim | null = null;
  try {
    claim = openClaim(options, stopped);
    const { outcome, reason } = await mineToEnd(claim, stopped);
    await lease.end();
    await duringStorage(store.release(claimed.fence, outcome, reason));
    return resultOf(outcome, reason, claim.position);
  } catch (error) {
    await lease.end();
    const position = claim?.position ?? claimed.position;
    if (isFenced(error) || lease.lost.aborted) {
      return resultOf('FENCED', TAKEN_OVER, position);
    }
    if (signal?.aborted) return resultOf('INTERRUPTED', 'the process shuts down', position);
    if (error instanceof StoreFault) {
      if (await isTakenOver(options)) return resultOf('FENCED', TAKEN_OVER, position);
      throw error.cause;
    }
    await releaseAsFailed(options, error);
    throw error;
  } finally {
    await lease.end();
  }
}

const TAKEN_OVER = 'another process has taken the run over';

/**
 * Whether a fault of the store is none: a process that stood still for long finds its connections closed and its run
 * with another. The question is a heartbeat of no length, so that a run that is nobody's can be had at once.
 */
async function isTakenOver({ store, claimed }: MineOptions): Promise<boolean> {
  try {
    await store.heartbeat(claimed.fence, 1);
    return false;
  } catch (error) {
    return isFenced(error);
  }
}

/** Says why to the users; if even that cannot be written, the lease ends and the run is tried again. */
async function releaseAsFailed({ store, claimed }: MineOptions, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  await store.release(claimed.fence, 'FAILED', reason).catch(() => undefined);
}

function resultOf(ending: MineResult['ending'], reason: string, position: RunPosition | null): MineResult {
  const hash = position === null ? null : populationHash(position.population);
  return { ending, reason, position, populationHash: hash };
}
