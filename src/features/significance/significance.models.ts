import { Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Described, DescribedInput } from '../../platform/graphql/described.ts';
import { PeriodModel } from '../experiments/experiment.settings.ts';
import { EvaluationModel, FactorModel } from '../factors/factor.models.ts';
import { MeasurementInput } from '../factors/measurement.inputs.ts';
import { RunModel } from '../runs/run.models.ts';

export const StandardErrorByEnum = {
  NEWEY_WEST: 'NEWEY_WEST',
  INDEPENDENT_DAYS: 'INDEPENDENT_DAYS',
} as const;

registerEnumType(StandardErrorByEnum, {
  name: 'StandardErrorBy',
  description: 'Where the standard error of a mean IC comes from.',
  valuesMap: {
    NEWEY_WEST: {
      description: 'Of the exact series of daily ICs; neighbouring days are taken into account.',
    },
    INDEPENDENT_DAYS: {
      description:
        'std / sqrt(days / holding days), where only the search has measured: too small where ICs are persistent.',
    },
  },
});

@ObjectType('FactorSignificance', {
  description: 'How seriously to take a mean IC that was found among many tries (多重检验校正后的显著性).',
})
export class FactorSignificanceModel {
  @Described(() => Int, { description: 'Distinct programs tried that it is deflated by.' })
  tries: number;

  @Described(() => Float, { description: 'Standard error of the mean IC (标准误).' })
  standardError: number;

  @Described(() => StandardErrorByEnum, { description: 'Where the standard error comes from.' })
  standardErrorBy: keyof typeof StandardErrorByEnum;

  @Described(() => Float, { description: '|mean IC| / standard error.' })
  zScore: number;

  @Described(() => Float, { description: 'Two-sided p-value, as if it had been the only program tried.' })
  pValue: number;

  @Described(() => Float, {
    description:
      'Probability that the best of as many skill-less tries shows this much or more (Sidak). Tries are relatives, so this errs on the side of caution.',
  })
  adjustedPValue: number;

  @Described(() => Float, {
    description: '|mean IC| less the expected best of as many skill-less tries; positive = above the noise.',
  })
  excess: number;

  @Described(() => Float, {
    description:
      'Phi(excess / standard error): the deflated probability of skill, after Bailey and Lopez de Prado (2014).',
  })
  deflatedProbability: number;
}

@ObjectType('NoiseCeiling', {
  description: 'What the best of so many skill-less tries would show (噪声上限), as |mean IC|.',
})
export class NoiseCeilingModel {
  @Described(() => Int, { description: 'Distinct programs tried.' })
  tries: number;

  @Described(() => Float, { description: 'Standard error of the mean IC of one skill-less try.' })
  standardError: number;

  @Described(() => Float, { description: 'Expected |mean IC| of the best of them.' })
  expected: number;

  @Described(() => Float, { description: 'Exceeded by the best of so many in one search of twenty.' })
  quantile95: number;
}

@ObjectType('FactorOnPeriods', { description: 'A factor on train, validation and test, side by side.' })
export class FactorOnPeriodsModel {
  @Described(() => FactorModel, { description: 'The factor.' })
  factor: FactorModel;

  @Described(() => EvaluationModel, { nullable: true, description: 'In sample (样本内): what fitness saw.' })
  train: EvaluationModel | null;

  @Described(() => EvaluationModel, {
    nullable: true,
    description: 'On the validation period (验证期); null until it is measured there.',
  })
  validation: EvaluationModel | null;

  @Described(() => EvaluationModel, {
    nullable: true,
    description: 'On the test period (样本外); shown only where asked for, and then the look is recorded.',
  })
  test: EvaluationModel | null;

  @Described(() => FactorSignificanceModel, {
    nullable: true,
    description: 'In train, deflated by every program that was tried on the series.',
  })
  inTrain: FactorSignificanceModel | null;

  @Described(() => FactorSignificanceModel, {
    nullable: true,
    description: 'In validation, deflated by the factors of this list alone: no search saw those days.',
  })
  inValidation: FactorSignificanceModel | null;
}

@ObjectType('RunSignificance', {
  description: 'How far to trust what a run found: every program tried counts.',
})
export class RunSignificanceModel {
  @Described(() => ID, { description: 'The run.' })
  runId: string;

  @Described(() => Int, {
    description: 'Distinct programs that the run tried, each once, whoever else had tried it.',
  })
  programsTried: number;

  @Described(() => Int, {
    description:
      'Distinct programs ever tried on the series of its dataset, by all runs and people: new days do not wash away old tries.',
  })
  programsTriedOnSeries: number;

  @Described(() => PeriodModel, { description: 'The train period.' })
  train: PeriodModel;

  @Described(() => Int, { description: 'Days of train that count.' })
  days: number;

  @Described(() => Float, {
    nullable: true,
    description: "Median standard deviation of the daily IC of the population, in the fitness's kind.",
  })
  dailyIcStd: number | null;

  @Described(() => NoiseCeilingModel, {
    nullable: true,
    description: 'By what the run tried. Null while nothing was measured.',
  })
  noiseCeiling: NoiseCeilingModel | null;

  @Described(() => NoiseCeilingModel, {
    nullable: true,
    description: 'By all that was ever tried on the series.',
  })
  noiseCeilingOfSeries: NoiseCeilingModel | null;

  @Described(() => RunModel, {
    nullable: true,
    description:
      'Its newest control: a random search of equal budget (等预算随机搜索); null until one is made.',
  })
  control: RunModel | null;

  @Described(() => FactorOnPeriodsModel, { list: true, description: 'Its fittest factors, best first.' })
  factors: FactorOnPeriodsModel[];

  @Described(() => Int, {
    description: "Looks at the test period of the run's series so far, this one included.",
  })
  testLooks: number;
}

@InputType('PermutedIcInput', { description: 'A formula or a stored factor, and where to measure it.' })
export class PermutedIcInput extends MeasurementInput {
  @DescribedInput(() => String, { nullable: true, description: 'Either this or factorId.' })
  formula?: string;

  @DescribedInput(() => ID, { nullable: true, description: 'A stored factor. Either this or formula.' })
  factorId?: string;

  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 1,
    maximum: 1000,
    description: 'Permutations; 100 unless told.',
  })
  permutations?: number;

  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 100,
    description: 'Equal seeds give equal permutations; "permuted" unless told.',
  })
  seed?: string;
}

@ObjectType('PermutedIc', {
  description:
    'Mean rank ICs of a factor under labels permuted among the stocks of each day (日内打乱标签). Stocks move together, so true noise is larger than this: it is a lower bound.',
})
export class PermutedIcModel {
  @Described(() => String, { description: 'Canonical single line.' })
  formula: string;

  @Described(() => PeriodModel, { description: 'Days that were measured.' })
  period: PeriodModel;

  @Described(() => Int, { description: 'Days that count.' })
  days: number;

  @Described(() => Float, { nullable: true, description: 'Mean rank IC as it is, signed.' })
  observed: number | null;

  @Described(() => Float, { list: true, description: 'Mean rank IC under each permutation, in their order.' })
  permuted: number[];

  @Described(() => Float, {
    nullable: true,
    description: 'Standard deviation that permutations have by theory: sqrt(sum of 1 / (stocks - 1)) / days.',
  })
  exactStd: number | null;

  @Described(() => Float, {
    nullable: true,
    description: '(1 + permutations with |mean| at least as large) / (1 + permutations).',
  })
  pValue: number | null;
}
