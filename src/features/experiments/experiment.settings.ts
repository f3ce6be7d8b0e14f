import { Float, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Matches } from 'class-validator';
import { Described, DescribedInput } from '../../platform/graphql/described.ts';
import { EvaluationDefinitionModel } from './evaluation.settings.ts';
import { EvolutionSettingsModel } from './evolution.settings.ts';
import { FitnessKindEnum } from './experiment.enums.ts';
import { LanguageSettingsModel } from './language.settings.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

@ObjectType('Period', { description: 'Inclusive range of trading days.' })
@InputType('PeriodInput', { description: 'Inclusive range of trading days.' })
export class PeriodModel {
  @Matches(DAY, { message: 'from: expected a day like 2019-12-31' })
  @DescribedInput(() => String, { description: 'First day, YYYY-MM-DD.' })
  from: string;

  @Matches(DAY, { message: 'to: expected a day like 2019-12-31' })
  @DescribedInput(() => String, { description: 'Last day, YYYY-MM-DD.' })
  to: string;
}

@ObjectType('Periods', {
  description: 'Train alone decides fitness; validation and test are locked away from it.',
})
@InputType('PeriodsInput', {
  description: 'Train alone decides fitness; validation and test are locked away from it.',
})
export class PeriodsModel {
  @DescribedInput(() => PeriodModel, { description: 'In sample (样本内): where fitness comes from.' })
  train: PeriodModel;

  @DescribedInput(() => PeriodModel, {
    nullable: true,
    description: 'After train: for choosing among factors.',
  })
  validation?: PeriodModel | null;

  @DescribedInput(() => PeriodModel, {
    nullable: true,
    description: 'After validation: for the last look (样本外).',
  })
  test?: PeriodModel | null;
}

@ObjectType('StopConditions', { description: 'Decided at generation boundaries; null = no such limit.' })
@InputType('StopConditionsInput', {
  description: 'Decided at generation boundaries; null = no such limit; at least one is set.',
})
export class StopConditionsModel {
  @DescribedInput(() => Int, {
    nullable: true,
    description: 'Generations after the first population.',
  })
  generations?: number | null;

  @DescribedInput(() => Int, {
    nullable: true,
    description: 'Programs judged, as a run counts its `evaluations`.',
  })
  evaluations?: number | null;

  @DescribedInput(() => Float, {
    nullable: true,
    description: 'Seconds of mining, pauses not counted.',
  })
  seconds?: number | null;

  @DescribedInput(() => Float, { nullable: true, description: '|mean IC| in train to reach.' })
  targetFitness?: number | null;

  @DescribedInput(() => Int, {
    nullable: true,
    description: 'Generations without a new best ever.',
  })
  stagnation?: number | null;
}

@InputType('ExperimentTemplateInput', {
  description: 'A partial configuration without periods: whatever is left out takes its documented default.',
})
export class ExperimentTemplateInput {
  @DescribedInput(() => LanguageSettingsModel, { nullable: true, description: 'The search space.' })
  language?: LanguageSettingsModel;

  @DescribedInput(() => EvaluationDefinitionModel, {
    nullable: true,
    description: 'How factors are measured.',
  })
  evaluation?: EvaluationDefinitionModel;

  @DescribedInput(() => FitnessKindEnum, {
    nullable: true,
    description: 'Which |mean IC| in train is the fitness; RANK by default.',
  })
  fitness?: (typeof FitnessKindEnum)[keyof typeof FitnessKindEnum];

  @DescribedInput(() => EvolutionSettingsModel, { nullable: true, description: 'The method.' })
  evolution?: EvolutionSettingsModel;

  @DescribedInput(() => StopConditionsModel, { nullable: true, description: 'When a run ends.' })
  stop?: StopConditionsModel;
}

@InputType('ExperimentInput', {
  description: 'A partial configuration: whatever is left out takes its documented default.',
})
export class ExperimentInput extends ExperimentTemplateInput {
  @DescribedInput(() => PeriodsModel, { description: 'Train, validation and test.' })
  periods: PeriodsModel;
}

@ObjectType('ExperimentConfiguration', { description: 'A frozen configuration: every value is filled in.' })
export class ExperimentConfigurationModel {
  @Described(() => LanguageSettingsModel, { description: 'The search space.' })
  language: LanguageSettingsModel;

  @Described(() => EvaluationDefinitionModel, { description: 'How factors are measured.' })
  evaluation: EvaluationDefinitionModel;

  @Described(() => FitnessKindEnum, { description: 'Which |mean IC| in train is the fitness.' })
  fitness: (typeof FitnessKindEnum)[keyof typeof FitnessKindEnum];

  @Described(() => PeriodsModel, { description: 'Train, validation and test.' })
  periods: PeriodsModel;

  @Described(() => EvolutionSettingsModel, { description: 'The method.' })
  evolution: EvolutionSettingsModel;

  @Described(() => StopConditionsModel, { description: 'When a run ends.' })
  stop: StopConditionsModel;
}
