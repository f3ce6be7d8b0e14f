import type { BreedingRules } from '../core/evolution/breeding-rules.ts';
import type { RefusedWarmStart } from '../core/evolution/initialise.ts';
import { createVocabulary } from '../core/evolution/vocabulary.ts';
import { type Catalog, createLanguage } from '../core/program/language.ts';
import type { GenerationContext } from './generation-context.ts';
import type {
  ClaimedRun,
  Clock,
  EvaluationMemo,
  Evaluator,
  Likeness,
  ProgressSink,
  RunPosition,
  RunStore,
} from './ports.ts';
import { ProgramMemory } from './program-memory.ts';
import { createStopwatch } from './stopwatch.ts';

/** Programs that a claim remembers at least: some 20 MB. */
const REMEMBERED = 50_000;

export interface MineOptions {
  readonly claimed: ClaimedRun;
  /** Fields and session of the run's dataset. */
  readonly catalog: Catalog;
  readonly evaluator: Evaluator;
  readonly memo: EvaluationMemo;
  /** Given where the run is to be unlike known factors. */
  readonly likeness?: Likeness | null;
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

/** A claim while it is mined. */
export interface Claim {
  readonly options: MineOptions;
  readonly context: GenerationContext;
  readonly minedMs: () => number;
  /** Aborted when the claim ends: what was begun of a next generation is given up. */
  readonly over: AbortController;
  /** Last committed generation: the one thing that changes. */
  position: RunPosition | null;
}

/** @throws Refusal EXPERIMENT_INVALID where the dataset does not bear the experiment's language */
export function openClaim(options: MineOptions, signal: AbortSignal): Claim {
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
  const likeness = options.likeness ?? null;
  const unlike = claimed.unlike && likeness ? { rule: claimed.unlike, likeness } : null;
  const over = new AbortController();
  const stopped = AbortSignal.any([signal, over.signal]);
  const memory = new ProgramMemory({ evaluator, memo, shares, signal: stopped, capacity });
  return {
    options,
    context: { rules, cascade, unlike, evaluator, memory, stopwatch: createStopwatch(clock) },
    minedMs: () => minedMs + (clock.nowMs() - startedMs),
    over,
    position: claimed.position,
  };
}
