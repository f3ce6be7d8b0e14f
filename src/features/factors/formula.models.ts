import { Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Described, DescribedInput } from '../../platform/graphql/described.ts';
import { Json } from '../../platform/graphql/json-scalar.ts';
import { EvaluationDefinitionModel } from '../experiments/evaluation.settings.ts';
import { PeriodModel } from '../experiments/experiment.settings.ts';
import { CorrelationGroundModel } from './correlation.models.ts';
import { MeasurementInput } from './measurement.inputs.ts';
import { FactorStatisticsModel } from './statistics.models.ts';

@InputType('EvaluateFormulaInput', { description: 'A formula that someone typed, and where to measure it.' })
export class EvaluateFormulaInput extends MeasurementInput {
  @DescribedInput(() => String, { description: 'A formula such as ts_norm(cs_norm(HIGH),20); at most 4 KB.' })
  formula: string;

  @DescribedInput(() => Boolean, {
    nullable: true,
    description: 'Keep it as a factor with this evaluation; false unless told.',
  })
  keep?: boolean;
}

@InputType('CorrelationMatrixInput', { description: 'Formulas and factors to compare, and where.' })
export class CorrelationMatrixInput extends MeasurementInput {
  @DescribedInput(() => String, { nullable: true, list: true, description: 'Formulas.' })
  formulas?: string[];

  @DescribedInput(() => ID, { nullable: true, list: true, description: 'Factors, by id or hash.' })
  factorIds?: string[];

  @DescribedInput(() => Boolean, {
    nullable: true,
    description:
      'Exact figures, which take long on a large market; else estimates by sketches. False unless told.',
  })
  exact?: boolean;
}

@ObjectType('FormulaEvaluation', { description: 'A formula as it was understood, and what it is worth.' })
export class FormulaEvaluationModel {
  @Described(() => String, { description: 'As it was typed.' })
  formula: string;

  @Described(() => String, { description: 'Canonical single line.' })
  canonical: string;

  @Described(() => String, {
    description: 'A shorter formula that ranks the stocks alike; for reading only.',
  })
  simplified: string;

  @Described(() => String, { description: 'SHA-256 of the canonical formula.' })
  hash: string;

  @Described(() => ID, { nullable: true, description: 'The factor, where it was kept.' })
  factorId: string | null;

  @Described(() => String, { description: 'Physical dimension (量纲); "none" for every finished factor.' })
  dimension: string;

  @Described(() => Int, { description: 'Operators and data leaves of the expanded expression.' })
  size: number;

  @Described(() => Int, { description: 'Levels of the expanded expression.' })
  depth: number;

  @Described(() => Json, { description: 'The program as JSON: setup, predict, learn, output.' })
  program: unknown;

  @Described(() => ID, { description: 'The market.' })
  datasetId: string;

  @Described(() => PeriodModel, { description: 'The days.' })
  period: PeriodModel;

  @Described(() => EvaluationDefinitionModel, { description: 'The definition.' })
  definition: EvaluationDefinitionModel;

  @Described(() => String, { description: 'Figures may be compared only where this is equal.' })
  definitionHash: string;

  @Described(() => FactorStatisticsModel, { description: 'The figures.' })
  statistics: FactorStatisticsModel;
}

@ObjectType('CorrelationRow', { description: 'One formula against every one.' })
export class CorrelationRowModel {
  @Described(() => String, { description: 'Canonical single line.' })
  formula: string;

  @Described(() => Float, {
    list: true,
    gaps: true,
    description:
      'Mean daily cross-sectional rank correlation with each formula, signed; null where no day counts. 1 with itself.',
  })
  correlations: readonly (number | null)[];

  @Described(() => Float, {
    list: true,
    nullable: true,
    gaps: true,
    description:
      'Standard error of each estimate, from the spread over its days; null where too few days count. Null as a whole where the figures are exact.',
  })
  standardErrors: readonly (number | null)[] | null;
}

@ObjectType('CorrelationMatrix', { description: 'Every formula against every other (相关性矩阵).' })
export class CorrelationMatrixModel {
  @Described(() => ID, { description: 'The market.' })
  datasetId: string;

  @Described(() => PeriodModel, { description: 'The days.' })
  period: PeriodModel;

  @Described(() => CorrelationGroundModel, { description: 'Estimates or exact figures, and on what days.' })
  ground: CorrelationGroundModel;

  @Described(() => CorrelationRowModel, {
    list: true,
    description: 'Formulas first, then factors, in the order given.',
  })
  rows: readonly CorrelationRowModel[];
}
