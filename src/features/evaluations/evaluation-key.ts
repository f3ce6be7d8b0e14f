import type { Period } from '../../core/experiment/experiment.ts';

/**
 * Everything but the factor that an evaluation's numbers depend on. Two evaluations with equal keys are equal,
 * bit for bit, whichever run or dataset of the series asked for them.
 */
export interface EvaluationKey {
  readonly datasetId: string;
  /** Content hash of the rows of the panel that were read. */
  readonly sliceHash: string;
  readonly period: Period;
  readonly definitionHash: string;
  readonly engineVersion: string;
  readonly horizonDays: number;
}
