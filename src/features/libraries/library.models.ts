import { Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Described, DescribedInput } from '../../platform/graphql/described.ts';
import { connectionType, pageType } from '../../platform/paging/connection.ts';
import { EvaluationDefinitionModel } from '../experiments/evaluation.settings.ts';
import { CorrelationKindEnum } from '../experiments/experiment.enums.ts';
import { PeriodModel } from '../experiments/experiment.settings.ts';
import { MeasurementInput } from '../factors/measurement.inputs.ts';

type CorrelationKindName = (typeof CorrelationKindEnum)[keyof typeof CorrelationKindEnum];

export const AdmissionCheckNameEnum = {
  MINIMUM_IC: 'MINIMUM_IC',
  STYLE_RESIDUAL_IC: 'STYLE_RESIDUAL_IC',
  MINIMUM_COVERAGE: 'MINIMUM_COVERAGE',
  MAXIMUM_TURNOVER: 'MAXIMUM_TURNOVER',
  SIGNIFICANCE: 'SIGNIFICANCE',
  MAXIMUM_CORRELATION: 'MAXIMUM_CORRELATION',
} as const;
export type AdmissionCheckName = keyof typeof AdmissionCheckNameEnum;

registerEnumType(AdmissionCheckNameEnum, {
  name: 'AdmissionCheckName',
  description: 'What a factor must pass to join a library.',
  valuesMap: {
    MINIMUM_IC: { description: "|mean IC| of the rule's kind on the rules' period." },
    STYLE_RESIDUAL_IC: {
      description: "|mean style-residual IC| (剔除风格) of the rule's kind on the rules' period.",
    },
    MINIMUM_COVERAGE: { description: 'Pairs / labelled cells of the universe (覆盖率).' },
    MAXIMUM_TURNOVER: {
      description: 'Mean share of the long and short groups replaced each day (因子换手率).',
    },
    SIGNIFICANCE: {
      description: 'p-value of the mean IC, adjusted for every program tried on the series (多重检验校正).',
    },
    MAXIMUM_CORRELATION: {
      description:
        'Largest |mean daily cross-sectional rank correlation| with any member: -f is no other find than f.',
    },
  },
});

@ObjectType('Fading', {
  description: 'When a member has faded (衰减): its IC on the last days is too small a share.',
})
@InputType('FadingInput', {
  description: 'When a member has faded (衰减): its IC on the last days is too small a share.',
})
export class FadingModel {
  @DescribedInput(() => Int, {
    minimum: 20,
    maximum: 1000,
    description: 'Trading days at the end of a new dataset that are looked at.',
  })
  windowDays: number;

  @DescribedInput(() => Float, {
    minimum: 0,
    maximum: 1,
    description:
      "Smallest share of the admission's |mean IC| that must be left, by the admission's sign; less is faded.",
  })
  minimumShare: number;
}

@InputType('CreateLibraryInput', {
  description:
    'A library (因子库) and what a factor must pass to join it. Where is settled now, once and for all.',
})
export class CreateLibraryInput {
  @DescribedInput(() => String, { maximumLength: 200, description: 'For people; unique.' })
  name: string;

  @DescribedInput(() => MeasurementInput, {
    description: 'Market, days and definition that admission looks at.',
  })
  measurement: MeasurementInput;

  @DescribedInput(() => CorrelationKindEnum, {
    nullable: true,
    description: 'Which IC the minimum is about; rank unless told.',
  })
  icKind?: CorrelationKindName;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description: 'Smallest |mean IC|; 0.02 unless told.',
  })
  minimumIc?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description: 'Largest |correlation| with any member; 0.7 unless told.',
  })
  maximumCorrelation?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description: "Smallest coverage (覆盖率); the definition's minimum unless told.",
  })
  minimumCoverage?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description: 'Smallest |mean style-residual IC| (剔除风格后的 IC); not asked for unless told.',
  })
  minimumResidualIc?: number | null;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 2,
    description: 'Largest factor turnover a day (因子换手率); not asked for unless told.',
  })
  maximumFactorTurnover?: number | null;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description:
      'Largest p-value, adjusted for every program tried on the series; not asked for unless told.',
  })
  maximumPValue?: number | null;

  @DescribedInput(() => FadingModel, { nullable: true, description: 'When a member has faded (衰减).' })
  fading?: FadingModel;
}

@InputType('UpdateLibraryRulesInput', {
  description: 'Rules to replace; what is left out stays, null asks for it no more. Members stay members.',
})
export class UpdateLibraryRulesInput {
  @DescribedInput(() => Float, { nullable: true, minimum: 0, maximum: 1, description: 'Smallest |mean IC|.' })
  minimumIc?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description: 'Largest |correlation| with any member.',
  })
  maximumCorrelation?: number;

  @DescribedInput(() => Float, { nullable: true, minimum: 0, maximum: 1, description: 'Smallest coverage.' })
  minimumCoverage?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description: 'Smallest |mean style-residual IC|.',
  })
  minimumResidualIc?: number | null;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 2,
    description: 'Largest factor turnover a day.',
  })
  maximumFactorTurnover?: number | null;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description: 'Largest adjusted p-value.',
  })
  maximumPValue?: number | null;

  @DescribedInput(() => FadingModel, { nullable: true, description: 'When a member has faded.' })
  fading?: FadingModel;
}

@ObjectType('LibraryRules', { description: 'What a factor must pass to join, and where it is measured.' })
export class LibraryRulesModel {
  @Described(() => ID, { description: 'The market.' })
  datasetId: string;

  @Described(() => PeriodModel, { description: 'The days.' })
  period: PeriodModel;

  @Described(() => EvaluationDefinitionModel, { description: 'The definition.' })
  definition: EvaluationDefinitionModel;

  @Described(() => CorrelationKindEnum, { description: 'Which IC the minimum is about.' })
  icKind: CorrelationKindName;

  @Described(() => Float, { description: 'Smallest |mean IC|.' })
  minimumIc: number;

  @Described(() => Float, { description: 'Largest |correlation| with any member.' })
  maximumCorrelation: number;

  @Described(() => Float, { description: 'Smallest coverage (覆盖率).' })
  minimumCoverage: number;

  @Described(() => Float, {
    nullable: true,
    description: 'Smallest |mean style-residual IC| (剔除风格后的 IC); null = not asked for.',
  })
  minimumResidualIc?: number | null;

  @Described(() => Float, {
    nullable: true,
    description: 'Largest factor turnover a day; null = not asked for.',
  })
  maximumFactorTurnover?: number | null;

  @Described(() => Float, { nullable: true, description: 'Largest adjusted p-value; null = not asked for.' })
  maximumPValue?: number | null;

  @Described(() => FadingModel, {
    nullable: true,
    description: 'When a member has faded; null = the default.',
  })
  fading?: FadingModel;
}

@ObjectType('Library', { description: 'A curated set of factors with admission rules (因子库).' })
export class LibraryModel {
  @Described(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Described(() => String, { description: 'For people; unique.' })
  name: string;

  @Described(() => LibraryRulesModel, { description: 'Admission rules.' })
  rules: LibraryRulesModel;

  @Described(() => Int, { description: 'Number of its last change of members or rules.' })
  revision: number;

  @Described(() => Date, { description: 'UTC.' })
  createdAt: Date;
}

@ObjectType('AdmissionCheck', { description: 'One rule, what was found, and whether it passed.' })
export class AdmissionCheckModel {
  @Described(() => AdmissionCheckNameEnum, { description: 'The rule.' })
  name: AdmissionCheckName;

  @Described(() => Float, { description: 'Its limit.' })
  limit: number;

  @Described(() => Float, {
    nullable: true,
    description:
      'What was found; null where nothing could be measured, which does not pass. Of a correlation signed and exact: members that are further away were ruled out by their sketches.',
  })
  value: number | null;

  @Described(() => Boolean, { description: 'Whether it passed.' })
  passed: boolean;

  @Described(() => String, {
    nullable: true,
    description: 'With which member, for a correlation: its formula.',
  })
  with: string | null;
}

@ObjectType('LibraryMember', { description: "A factor's stay in a library." })
export class LibraryMemberModel {
  @Described(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Described(() => ID, { description: 'The library.' })
  libraryId: string;

  @Described(() => ID, { description: 'The factor.' })
  factorId: string;

  @Described(() => String, { description: 'Canonical single line.' })
  formula: string;

  @Described(() => AdmissionCheckModel, { list: true, description: 'What was checked when it joined.' })
  checks: AdmissionCheckModel[];

  @Described(() => Boolean, { description: 'Joined although a check failed.' })
  forced: boolean;

  @Described(() => Date, { description: 'UTC.' })
  admittedAt: Date;

  @Described(() => Date, { nullable: true, description: 'When it left, UTC; null while it is a member.' })
  retiredAt: Date | null;

  @Described(() => String, { nullable: true, description: 'Why it left.' })
  retireReason: string | null;
}

@InputType('AdmitFactorInput', { description: 'A factor or a formula that should join a library.' })
export class AdmitFactorInput {
  @DescribedInput(() => ID, {
    nullable: true,
    description: 'A stored factor, by id or hash. Either this or formula.',
  })
  factorId?: string;

  @DescribedInput(() => String, { nullable: true, description: 'A formula. Either this or factorId.' })
  formula?: string;

  @DescribedInput(() => Boolean, {
    nullable: true,
    description: 'Join although a check fails; recorded. False unless told.',
  })
  force?: boolean;
}

export const LibraryConnection = connectionType('Library', LibraryModel);
export const LibraryMemberConnection = connectionType('LibraryMember', LibraryMemberModel);
export const LibraryMemberPage = pageType('LibraryMember', LibraryMemberModel);
export const LibraryPage = pageType('Library', LibraryModel);
