import { ENGINE_VERSION } from '../../compute/engine/engine-version.ts';
import type { EvaluationDefinition, Period } from '../../core/experiment/experiment.ts';
import { definitionHash } from '../../core/experiment/experiment-hash.ts';

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

/** What the store keeps of the engine that measured: figures of another engine are another evaluation. */
export const STORED_ENGINE_VERSION = String(ENGINE_VERSION);

/** The key under which a process of this version keeps and finds what was measured. */
export function evaluationKeyOf(measured: {
  readonly datasetId: string;
  readonly sliceHash: string;
  readonly period: Period;
  readonly definition: EvaluationDefinition;
}): EvaluationKey {
  const { datasetId, sliceHash, period, definition } = measured;
  return {
    datasetId,
    sliceHash,
    period,
    definitionHash: definitionHash(definition),
    engineVersion: STORED_ENGINE_VERSION,
    horizonDays: definition.label.holdingDays,
  };
}
