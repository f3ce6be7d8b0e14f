import type { Individual, Judgement } from '../core/evolution/individual.ts';
import type { CorrelationKind, Experiment, MutationKind } from '../core/experiment/experiment.ts';
import type { Program } from '../core/program/program.ts';

/** Judges programs on the run's dataset; the order of answers is the order of questions. Pure: same question, same bits. */
export interface Evaluator {
  judge(programs: readonly Program[], signal?: AbortSignal): Promise<readonly Judgement[]>;
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

/** Earlier judgements by factor hash on this run's (dataset slice, period, definition): replaces work, never a decision. */
export interface EvaluationMemo {
  lookUp(hashes: readonly string[]): Promise<ReadonlyMap<string, Judgement>>;
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

/** A run as its owner sees it: everything that decides the result is in here, and never changes but for `stop`. */
export interface ClaimedRun {
  readonly fence: Fence;
  readonly datasetId: string;
  readonly datasetHash: string;
  readonly experiment: Experiment;
  readonly seed: string;
  readonly warmStart: readonly WarmStartProgram[];
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
}

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
  readonly withoutFitness: number;
  /**
   * Distinct programs judged that were not alive before, nor in the first generation where that is kept: what a
   * resumed run can count too. One that died long ago counts again, so this errs on the side of more tries.
   */
  readonly newPrograms: number;
  /** Of those, how many were computed here (the rest came from the memo). Not part of any decision or hash. */
  readonly computed: number;
  readonly mutations: Readonly<Record<MutationKind, MutationCounts>>;
  readonly catastrophe: CatastropheEvent | null;
  /** `persistMs` is that of the generation before: a record cannot hold the time of its own writing. */
  readonly timings: { readonly breedMs: number; readonly evaluateMs: number; readonly persistMs: number };
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
  /** SHA-256 over the living population in age order; equal for equal seeds, whatever the machine. */
  readonly populationHash: string;
  readonly minedMs: number;
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

/** Live progress, for subscribers and terminals; losing one is harmless. */
export interface ProgressSink {
  generation(runId: string, progress: RunProgress): void;
}

export interface RunProgress {
  readonly generation: number;
  readonly generations: number | null;
  readonly evaluations: number;
  readonly evaluationsPerSecond: number;
  readonly meanFitness: number | null;
  readonly bestFitness: number | null;
  readonly bestFormula: string | null;
  readonly diversity: number;
  /** Seconds to the end by the current pace; null when no limit tells. */
  readonly etaSeconds: number | null;
}
