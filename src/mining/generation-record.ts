import type { Individual, Judgement } from '../core/evolution/individual.ts';
import type { MutationKind } from '../core/experiment/experiment.ts';

export interface MutationCounts {
  readonly births: number;
  /** Drafts of this kind, also where the birth was of another kind in the end. */
  readonly attempts: number;
  /** Births that needed more than one draft: the first was impossible, changed nothing or lived already. */
  readonly repaired: number;
}

/** Who died in a catastrophe, and for whom. */
export interface CatastropheEvent {
  readonly elites: number;
  readonly sampledDays: number;
  readonly deaths: readonly {
    readonly hash: string;
    readonly slot: number;
    readonly birthGeneration: number;
    readonly survivorHash: string;
    readonly similarity: number;
  }[];
  readonly refilledInitial: number;
  readonly refilledChildren: number;
}

/** What one tier of the cascade did. */
export interface TierStatistics {
  /** Share of the stocks. */
  readonly share: number;
  /** What was to be reached; null in generation 0, which is judged in full. */
  readonly threshold: number | null;
  /** Programs that were scored here, by evaluator or memo. */
  readonly scored: number;
  /** Of those, how many went on. */
  readonly passed: number;
}

/**
 * A sample of the generation's rejected, judged in full after everything was decided: how much the cascade
 * loses. Nothing depends on it.
 */
export interface RejectionAudit {
  readonly sampled: number;
  /** Fitness from which an individual is among the top share of the living that were judged in full; null if none is. */
  readonly bar: number | null;
  /** Of the sample, those whose fitness reaches the bar. */
  readonly falseRejects: number;
}

export interface CascadeStatistics {
  readonly tiers: readonly TierStatistics[];
  /** What the next generation's children must score, by tier; part of the run's position. */
  readonly nextThresholds: readonly number[];
  /** Null in generation 0 and where samples are off. */
  readonly audit: RejectionAudit | null;
}

/** One generation's statistics: figure 13 of the report, and what it cost. */
export interface GenerationStatistics {
  readonly generation: number;
  readonly meanFitness: number | null;
  readonly bestFitness: number | null;
  readonly bestHash: string | null;
  readonly bestEverFitness: number | null;
  readonly bestEverHash: string | null;
  /** Distinct programs / population size. */
  readonly diversity: number;
  readonly meanSize: number;
  /** Judged in full, but on too few dates or cells. */
  readonly withoutFitness: number;
  /** Living individuals that the cascade stopped before they were judged in full. */
  readonly rejected: number;
  /**
   * Distinct programs judged or scored that were not alive before, nor in the first generation where that is kept:
   * what a resumed run can count too. One that died long ago counts again, so this errs on the side of more tries.
   */
  readonly newPrograms: number;
  /** Newborns that behaved like a living program and joined as that: no new try, no new judgement. */
  readonly equivalents: number;
  /**
   * Of the new programs, how many were put to the evaluator, for a score or in full (the rest came from the memo).
   * Not part of any decision or hash.
   */
  readonly computed: number;
  /** Null where the cascade is off or the market too small for it. */
  readonly cascade: CascadeStatistics | null;
  readonly mutations: Readonly<Record<MutationKind, MutationCounts>>;
  readonly catastrophe: CatastropheEvent | null;
  /**
   * `persistMs` is that of the generation before, which is written while this one is made: a record cannot hold the
   * time of its own writing.
   */
  readonly timings: { readonly breedMs: number; readonly evaluateMs: number; readonly persistMs: number };
}

/**
 * What the evaluator answered in a generation, the audit of rejections included: everything that a memo may keep.
 * It depends on what was remembered, and nothing is decided by it. Each program has joined the run, now or earlier.
 */
export interface Measurements {
  readonly judgements: readonly { readonly hash: string; readonly judgement: Judgement }[];
  readonly scores: readonly {
    readonly hash: string;
    readonly share: number;
    readonly score: number | null;
  }[];
}

/** Everything that one transaction writes. */
export interface GenerationRecord {
  readonly statistics: GenerationStatistics;
  /** Individuals that joined in this generation, also those that its catastrophe killed at once. */
  readonly joined: readonly Individual[];
  /** (birthGeneration, slot) of those that left. */
  readonly left: readonly {
    readonly birthGeneration: number;
    readonly slot: number;
    readonly cause: 'age' | 'catastrophe';
  }[];
  readonly bestEver: Individual | null;
  readonly bestEverGeneration: number;
  readonly evaluations: number;
  readonly measured: Measurements;
  /** SHA-256 over the living population in age order; equal for equal seeds, whatever the machine. */
  readonly populationHash: string;
  readonly minedMs: number;
}
