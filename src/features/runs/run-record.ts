import type { StopConditions } from '../../core/experiment/experiment.ts';
import type { RunDirective, UnlikeKnown, WarmStartProgram } from '../../mining/ports.ts';
import type { ShownRunState } from './run.enums.ts';
import type { StoredRunState } from './run-transitions.ts';

/** Everything that decides a run's result, fixed when it is created. */
export interface NewRun {
  readonly id: string;
  readonly name: string | null;
  readonly experimentId: string;
  readonly datasetId: string;
  readonly scheduleId: string | null;
  readonly seed: string;
  readonly warmStart: readonly WarmStartProgram[];
  readonly unlike: UnlikeKnown | null;
  readonly improves: boolean;
  readonly stop: StopConditions;
  readonly state: Extract<StoredRunState, 'CREATED' | 'QUEUED'>;
  readonly idempotencyKey: string | null;
  /** The run that this random search is the control of. */
  readonly controlOfId: string | null;
}

/** What a run keeps away from, without the formulas. */
export interface UnlikeSummary extends Omit<UnlikeKnown, 'formulas'> {
  /** Number of known factors. */
  readonly known: number;
}

/** A run as its row tells, with what is derived from the clock. */
export interface RunRecord {
  readonly id: string;
  readonly name: string | null;
  readonly experimentId: string;
  readonly datasetId: string;
  readonly scheduleId: string | null;
  readonly controlOfId: string | null;
  readonly seed: string;
  readonly improves: boolean;
  readonly unlike: UnlikeSummary | null;
  readonly stop: StopConditions;
  readonly storedState: StoredRunState;
  /** STALLED where the owner's lease has expired. */
  readonly state: ShownRunState;
  readonly directive: RunDirective;
  readonly reason: string | null;
  readonly epoch: number;
  readonly generation: number | null;
  readonly evaluations: number;
  readonly bestEverFitness: number | null;
  readonly bestEverFormula: string | null;
  readonly populationHash: string | null;
  readonly minedMs: number;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export interface RunEventRecord {
  readonly at: Date;
  readonly kind: string;
  readonly detail: string;
}

export interface RunFilter {
  readonly datasetId?: string;
  readonly experimentId?: string;
  readonly scheduleId?: string;
  readonly state?: ShownRunState;
}

/** A run that should be looked at; the epoch makes the job's id (ADR 0009). */
export interface RunToLook {
  readonly id: string;
  readonly epoch: number;
}
