import { ID, InputType } from '@nestjs/graphql';
import { DescribedInput } from '../../platform/graphql/described.ts';
import { EvaluationDefinitionModel } from '../experiments/evaluation.settings.ts';
import { PeriodModel } from '../experiments/experiment.settings.ts';
import { type PeriodRole, PeriodRoleEnum } from './factor.enums.ts';

@InputType('MeasurementInput', {
  description:
    "Where factors are measured: a market, days, and a definition. What is left out is that of the named run, else of the newest run on the market's series.",
})
export class MeasurementInput {
  @DescribedInput(() => ID, {
    nullable: true,
    description: "The market. Left out: the series' latest, else the run's.",
  })
  datasetId?: string;

  @DescribedInput(() => ID, {
    nullable: true,
    description: 'A series of markets: its latest dataset is taken.',
  })
  seriesId?: string;

  @DescribedInput(() => ID, {
    nullable: true,
    description: 'The run whose market, periods and definition are meant.',
  })
  runId?: string;

  @DescribedInput(() => PeriodModel, { nullable: true, description: 'Days given here. Either this or role.' })
  period?: PeriodModel;

  @DescribedInput(() => PeriodRoleEnum, {
    nullable: true,
    description: "A period of the run's experiment; TRAIN unless told.",
  })
  role?: PeriodRole;

  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 64,
    description: 'Hash of a definition that is known here. Either this or definition.',
  })
  definitionHash?: string;

  @DescribedInput(() => EvaluationDefinitionModel, {
    nullable: true,
    description: 'A definition given here; what it leaves out takes its documented default.',
  })
  definition?: EvaluationDefinitionModel;
}
