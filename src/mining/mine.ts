import type { BreedingRules } from '../core/evolution/breeding-rules.ts';
import type { RefusedWarmStart } from '../core/evolution/initialise.ts';
import { populationHash } from '../core/evolution/population-hash.ts';
import { createVocabulary } from '../core/evolution/vocabulary.ts';
import { type Catalog, createLanguage } from '../core/program/language.ts';
import type { FinishedGeneration } from './finish-generation.ts';
import { firstGeneration, nextGeneration } from './generation.ts';
import type { GenerationContext } from './generation-context.ts';
import { keepLease } from './lease.ts';
import type {
  ClaimedRun,
  Clock,
  EvaluationMemo,
  Evaluator,
  ProgressSink,
  RunDirective,
  RunOutcome,
  RunPosition,
  RunStore,
} from './ports.ts';
import { ProgramMemory } from './program-memory.ts';
import { stopReason } from './stop-reason.ts';
import { createStopwatch } from './stopwatch.ts';
import { duringStorage, isFenced, StoreFault } from './store-fault.ts';

/** Programs that a claim remembers at least: some 20 MB. */
const REMEMBERED = 50_000;

export interface MineOptions {
  readonly claimed: ClaimedRun;
  /** Fields and session of the run's dataset. */
  readonly catalog: Catalog;
  readonly evaluator: Evaluator;
  readonly memo: EvaluationMemo;
  readonly store: RunStore;
  readonly clock: Clock;
  readonly progress: ProgressSink;
  readonly leaseMs: number;
  /** Default: a third of the lease. */
  readonly heartbeatMs?: number;
  /** Aborted when the process shuts down: the generation in flight is given up. */
  readonly signal?: AbortSignal;
  /** Told once, when generation 0 is made, which warm-start formulas found no place. */
  readonly onRefusedWarmStart?: (refused: readonly RefusedWarmStart[]) => void;
}

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

/** A claim while it is mined. */
interface Claim {
  readonly options: MineOptions;
  readonly context: GenerationContext;
  readonly minedMs: () => number;
  /** Last committed generation: the one thing that changes. */
  position: RunPosition | null;
}

interface Ending {
  readonly outcome: Exclude<RunOutcome, 'FAILED'>;
  readonly reason: string;
}

/**
 * Mines a claimed run from where it stands to its end: breed, judge, cull, commit, generation by generation.
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
      return resultOf('FENCED', 'another process has taken the run over', position);
    }
    if (signal?.aborted) return resultOf('INTERRUPTED', 'the process shuts down', position);
    if (error instanceof StoreFault) throw error.cause;
    await releaseAsFailed(options, error);
    throw error;
  } finally {
    await lease.end();
  }
}

function openClaim(options: MineOptions, signal: AbortSignal): Claim {
  const { claimed, catalog, clock, evaluator, memo } = options;
  const { experiment, seed, minedMs } = claimed;
  const startedMs = clock.nowMs();
  const language = createLanguage(catalog, experiment.language);
  const vocabulary = createVocabulary(language, experiment.language.intervalTimes);
  const rules: BreedingRules = { settings: experiment.evolution, vocabulary, seed };
  const wanted = experiment.evolution.cascade;
  const cascade = wanted !== null && evaluator.stocks >= wanted.fromStocks ? wanted : null;
  const shares = cascade?.tiers.map(({ share }) => share) ?? [];
  const capacity = Math.max(REMEMBERED, 3 * experiment.evolution.populationSize);
  const memory = new ProgramMemory({ evaluator, memo, shares, signal, capacity });
  return {
    options,
    context: { rules, cascade, evaluator, memory, stopwatch: createStopwatch(clock) },
    minedMs: () => minedMs + (clock.nowMs() - startedMs),
    position: claimed.position,
  };
}

async function mineToEnd(claim: Claim, stopped: AbortSignal): Promise<Ending> {
  const { store, claimed, leaseMs } = claim.options;
  let directive = await duringStorage(store.heartbeat(claimed.fence, leaseMs));
  for (;;) {
    const ending = endingOf(claim, directive);
    if (ending !== null) return ending;
    stopped.throwIfAborted();
    directive = await commit(claim, await oneGeneration(claim));
  }
}

/** Decided at generation boundaries alone. A run that is done is completed even if a pause was asked for. */
function endingOf({ options, position, minedMs }: Claim, directive: RunDirective): Ending | null {
  if (directive === 'cancel') return { outcome: 'CANCELLED', reason: 'cancelled' };
  const { stop } = options.claimed.experiment;
  const reason = position === null ? null : stopReason(stop, position, minedMs());
  if (reason !== null) return { outcome: 'COMPLETED', reason };
  return directive === 'pause' ? { outcome: 'PAUSED', reason: 'paused' } : null;
}

async function oneGeneration({ options, context, position }: Claim): Promise<FinishedGeneration> {
  if (position !== null) return nextGeneration(context, position);
  const first = await firstGeneration(context, options.claimed.warmStart);
  if (first.refused.length > 0) options.onRefusedWarmStart?.(first.refused);
  return first;
}

async function commit(claim: Claim, { position, record }: FinishedGeneration): Promise<RunDirective> {
  const { store, claimed, progress } = claim.options;
  const minedMs = claim.minedMs();
  const directive = await claim.context.stopwatch.persisting(() =>
    duringStorage(store.commitGeneration(claimed.fence, { ...record, minedMs })),
  );
  claim.position = position;
  progress.generation(claimed.fence.runId, position.generation);
  return directive;
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
