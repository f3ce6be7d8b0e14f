import type { Individual, Judgement } from '../core/evolution/individual.ts';
import type { UnlikeRule } from '../core/evolution/unlike.ts';
import type { CorrelationKind, Experiment } from '../core/experiment/experiment.ts';
import type { Program } from '../core/program/program.ts';
import type { GenerationRecord } from './generation-record.ts';

/**
 * Judges programs on the run's train period; the order of answers is the order of questions. Pure: the same
 * question gives the same bits, whatever else is asked.
 */
export interface Evaluator {
  /** Stocks of the market: decides whether the cascade is worth its while. */
  readonly stocks: number;
  /** In full: on every stock. */
  judge(programs: readonly Program[], signal?: AbortSignal): Promise<readonly Judgement[]>;
  /**
   * |mean IC| in the fitness's own kind on a fixed random share of the stocks. A day counts from
   * `share * minimumStocks` pairs on, 10 at least; null where fewer days count than a fitness needs, of those with as
   * many labels. The share of cells is not asked for.
   * @param share in (0, 1); a smaller share is a part of every larger one
   */
  score(
    programs: readonly Program[],
    share: number,
    signal?: AbortSignal,
  ): Promise<readonly (number | null)[]>;
  /**
   * A name of each program's behaviour as the fitness sees it: programs with equal names order (rank) or spread
   * (pearson) the stocks alike on every day that was looked at, so that one judgement serves both. Unequal names
   * promise nothing.
   */
  fingerprints(programs: readonly Program[], signal?: AbortSignal): Promise<readonly string[]>;
  /**
   * Signed mean cross-sectional correlation of every pair over the given days of train (indices into the
   * panel's days). Row-major [n x n]; NaN where no day counts.
   */
  similarity(
    programs: readonly Program[],
    days: readonly number[],
    kind: CorrelationKind,
  ): Promise<Float64Array>;
  /** Indices of the train days that carry a label: what the catastrophe samples from. */
  readonly labelledDays: readonly number[];
  close(): Promise<void>;
}

/** How similar programs are to what is known already. */
export interface Likeness {
  /**
   * Largest |correlation| of each program with any known factor over the train period, signed; null where it cannot be
   * told. Pure, as a judgement is.
   */
  toKnown(programs: readonly Program[]): Promise<readonly (number | null)[]>;
}

/** What is remembered of a program, tier by tier. */
export interface KnownProgram {
  /** In full; null where it was never judged so. */
  readonly judgement: Judgement | null;
  /** Tier scores by share of the stocks: absent where unknown, null where the program has none. */
  readonly scores: ReadonlyMap<number, number | null>;
}

/**
 * Earlier measurements by factor hash on this run's (dataset slice, period, definition, engine), tier scores also
 * by the kind of fitness: replaces work, never a decision.
 */
export interface EvaluationMemo {
  /**
   * Asked once for all newborns of a step.
   * @param shares tiers whose scores are of use; empty without a cascade
   */
  lookUp(hashes: readonly string[], shares: readonly number[]): Promise<ReadonlyMap<string, KnownProgram>>;
}

/** Time, injected so that tests may hold it. */
export interface Clock {
  nowMs(): number;
}

/** What a process must show to write: the run's epoch as it was when the process claimed it. */
export interface Fence {
  readonly runId: string;
  readonly epoch: number;
}

export interface WarmStartProgram {
  readonly formula: string;
  /** Where it came from: `formula`, `run:<id>`, `pool:<id>`, `library:<id>`. */
  readonly source: string;
}

/** Known factors that a run is to keep away from, frozen when it is created. */
export interface UnlikeKnown extends UnlikeRule {
  /** Where they came from: `library:<id>` or `formula`. */
  readonly source: string;
  readonly formulas: readonly string[];
}

/** A run as its owner sees it: everything that decides the result is in here, and never changes but for `stop`. */
export interface ClaimedRun {
  readonly fence: Fence;
  readonly datasetId: string;
  readonly datasetHash: string;
  readonly experiment: Experiment;
  readonly seed: string;
  readonly warmStart: readonly WarmStartProgram[];
  /** Absent or null = nothing to be unlike. */
  readonly unlike?: UnlikeKnown | null;
  /** Whether the first population are mutants of the warm start, to improve it, instead of random programs. */
  readonly improves?: boolean;
  /** Last committed generation, or null when none is. */
  readonly position: RunPosition | null;
  /** Milliseconds of mining before this claim; stop conditions by time count them. */
  readonly minedMs: number;
}

/** Where a run stands after a committed generation: enough to go on with the same bytes. */
export interface RunPosition {
  readonly generation: number;
  readonly population: readonly Individual[];
  /** Members of generation 0, when the catastrophe refills from the run's own first generation; else empty. */
  readonly firstGeneration: readonly Individual[];
  readonly bestEver: Individual | null;
  /** Generation in which the best ever appeared. */
  readonly bestEverGeneration: number;
  /** Sum of `newPrograms` so far: how many tries the best was picked from. */
  readonly evaluations: number;
  /**
   * What the next generation's children must score at each tier: `cascade.nextThresholds` of the last committed
   * generation's statistics, empty where that is null.
   */
  readonly thresholds: readonly number[];
}

/** What the owner of a run is told at each generation boundary. */
export type RunDirective = 'continue' | 'pause' | 'cancel';

export type RunOutcome = 'COMPLETED' | 'PAUSED' | 'CANCELLED' | 'FAILED';

/**
 * The store as the mining loop sees it. All writes carry the fence; a write whose epoch is no longer the
 * run's throws `Refusal('RUN_FENCED')` and changes nothing. `commitGeneration` is one transaction and
 * refuses any generation but the one after the last.
 */
export interface RunStore {
  /** Takes a run that nobody owns or whose lease has expired, raising its epoch; null if it cannot be had. */
  claim(runId: string, owner: string, leaseMs: number): Promise<ClaimedRun | null>;
  /** Extends the lease; says what the users want of the run. */
  heartbeat(fence: Fence, leaseMs: number): Promise<RunDirective>;
  commitGeneration(fence: Fence, record: GenerationRecord): Promise<RunDirective>;
  /** Gives the run up with its outcome; `reason` is shown to users. */
  release(fence: Fence, outcome: RunOutcome, reason: string): Promise<void>;
}

/** Told after each committed generation, for whoever watches; losing one is harmless. */
export interface ProgressSink {
  generation(runId: string, generation: number): void;
}
