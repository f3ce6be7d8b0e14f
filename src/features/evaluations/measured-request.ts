import type { EvaluationDefinition, Period } from '../../core/experiment/experiment.ts';

/** What every request names: the market, the days and the definition that its numbers are measured under. */
export interface MeasuredRequest {
  readonly datasetId: string;
  readonly period: Period;
  readonly definition: EvaluationDefinition;
}
