import { Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { Described } from '../../platform/graphql/described.ts';
import { connectionType, pageType } from '../../platform/paging/connection.ts';
import { PeriodModel } from '../experiments/experiment.settings.ts';
import { type EvaluationPrecision, EvaluationPrecisionEnum } from './factor.enums.ts';

@ObjectType('Factor', {
  description: 'A program as the store knows it across all runs: one for each canonical form (因子).',
})
export class FactorModel {
  @Described(() => ID, { description: 'UUIDv8 made of the hash: the same in every store.' })
  id: string;

  @Described(() => String, { description: 'SHA-256 of the canonical formula.' })
  hash: string;

  @Described(() => String, { description: 'Canonical single line; parses back to the same factor.' })
  formula: string;

  @Described(() => Int, { description: 'Operators and data leaves of the expanded expression.' })
  size: number;

  @Described(() => Int, { description: 'Levels of the expanded expression; a leaf has depth 1.' })
  depth: number;

  @Described(() => String, { list: true, description: 'Operators that it uses.' })
  operators: string[];

  @Described(() => String, {
    list: true,
    description: 'Fields that it reads; lower case names are minute data.',
  })
  fields: string[];

  @Described(() => Date, { description: 'When it was first seen, UTC.' })
  createdAt: Date;
}

@ObjectType('Evaluation', {
  description: 'What was measured of a factor on a period of a dataset. Signs are those of the raw factor.',
})
export class EvaluationModel {
  @Described(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Described(() => ID, { description: 'The factor.' })
  factorId: string;

  @Described(() => ID, { description: 'The market.' })
  datasetId: string;

  @Described(() => PeriodModel, { description: 'Days from which the figures come.' })
  period: PeriodModel;

  @Described(() => String, { description: 'Figures may be compared only where this is equal.' })
  definitionHash: string;

  @Described(() => Int, { description: 'Trading days that the position of the forward return is held.' })
  horizonDays: number;

  @Described(() => EvaluationPrecisionEnum, {
    description:
      'SEARCH: figures of the float32 engine of runs. EXACT: measured in float64, as every tear sheet is.',
  })
  precision: EvaluationPrecision;

  @Described(() => Float, { nullable: true, description: 'Mean daily Pearson IC, signed.' })
  ic: number | null;

  @Described(() => Float, { nullable: true, description: 'Mean daily rank IC (秩相关 IC), signed.' })
  rankIc: number | null;

  @Described(() => Float, { nullable: true, description: 'Standard deviation of the daily Pearson IC.' })
  icStd: number | null;

  @Described(() => Float, { nullable: true, description: 'Standard deviation of the daily rank IC.' })
  rankIcStd: number | null;

  @Described(() => Float, {
    nullable: true,
    description:
      'Standard error of the mean Pearson IC by Newey and West; null where only the search has measured.',
  })
  icStandardError: number | null;

  @Described(() => Float, {
    nullable: true,
    description:
      'Standard error of the mean rank IC by Newey and West; null where only the search has measured.',
  })
  rankIcStandardError: number | null;

  @Described(() => Float, { nullable: true, description: '|mean| / std of the Pearson IC, not annualised.' })
  icIr: number | null;

  @Described(() => Float, { nullable: true, description: '|mean| / std of the rank IC, not annualised.' })
  rankIcIr: number | null;

  @Described(() => Float, {
    nullable: true,
    description: "rankIcIr x sqrt(252 / holding days) (the report's IR).",
  })
  rankIcIrAnnual: number | null;

  @Described(() => Float, { nullable: true, description: 'icIr x sqrt(252 / holding days).' })
  icIrAnnual: number | null;

  @Described(() => Float, {
    nullable: true,
    description:
      'Mean daily style-residual Pearson IC (剔除风格后的 IC), signed; null where it was never measured.',
  })
  residualIc: number | null;

  @Described(() => Float, {
    nullable: true,
    description:
      'Mean daily style-residual rank IC (剔除风格后的秩相关 IC), signed; null where it was never measured.',
  })
  residualRankIc: number | null;

  @Described(() => Float, {
    nullable: true,
    description: 'Share of days with the sign of the mean Pearson IC (胜率).',
  })
  winRate: number | null;

  @Described(() => Float, {
    nullable: true,
    description: 'Share of days with the sign of the mean rank IC (胜率).',
  })
  rankWinRate: number | null;

  @Described(() => Int, { description: 'Days that count.' })
  days: number;

  @Described(() => Int, { description: 'Factor-return pairs in all days that count.' })
  pairs: number;

  @Described(() => Float, { description: 'Pairs / labelled cells of the universe (覆盖率).' })
  coverage: number;

  @Described(() => Float, { description: 'Days that count / labelled days of the period.' })
  dateShare: number;

  @Described(() => Float, { description: 'Share of values that equal another of the same day.' })
  tiedShare: number;

  @Described(() => Float, {
    nullable: true,
    description: 'Best less worst group a year (多空年化收益), report definition, before costs; a fraction.',
  })
  longShortAnnualReturn: number | null;

  @Described(() => Float, {
    nullable: true,
    description: 'Best group a year, gross (多头年化收益), report definition, before costs; a fraction.',
  })
  longLegAnnualReturn: number | null;

  @Described(() => Float, {
    nullable: true,
    description: 'Mean share of the long and short groups replaced each day (因子换手率).',
  })
  factorTurnover: number | null;

  @Described(() => Boolean, {
    description:
      'Whether series, groups and decay are stored; where not, asking for them computes and stores them.',
  })
  hasStatistics: boolean;

  @Described(() => Date, { description: 'When it was measured, UTC.' })
  createdAt: Date;
}

@ObjectType('TopFactor', { description: 'A factor in an order by a metric, with what was measured of it.' })
export class TopFactorModel {
  @Described(() => FactorModel, { description: 'The factor.' })
  factor: FactorModel;

  @Described(() => EvaluationModel, { description: 'Its figures on the period asked for.' })
  evaluation: EvaluationModel;

  @Described(() => Float, { description: 'The metric; of a correlation its size.' })
  value: number;

  @Described(() => Int, {
    description: '+1 or -1: the sign of the mean rank IC. With -1, use the negative factor.',
  })
  orientation: number;
}

export const EvaluationConnection = connectionType('Evaluation', EvaluationModel);
export const EvaluationPage = pageType('Evaluation', EvaluationModel);
export const TopFactorConnection = connectionType('TopFactor', TopFactorModel);
