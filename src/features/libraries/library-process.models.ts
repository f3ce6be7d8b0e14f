import { Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { Described, DescribedInput } from '../../platform/graphql/described.ts';
import { Json } from '../../platform/graphql/json-scalar.ts';
import { connectionType, pageType } from '../../platform/paging/connection.ts';
import { PeriodModel, PeriodsModel } from '../experiments/experiment.settings.ts';
import { AdmissionCheckModel } from './library.models.ts';

@ObjectType('LibraryChange', { description: 'A numbered change of a library (因子库变更).' })
export class LibraryChangeModel {
  @Described(() => Int, { description: 'Its number: members can be asked for as of each.' })
  revision: number;

  @Described(() => Date, { description: 'UTC.' })
  at: Date;

  @Described(() => String, { description: 'Name of the key; "service" for nightly admissions.' })
  who: string;

  @Described(() => String, { description: 'ADMITTED, RETIRED or RULES.' })
  kind: string;

  @Described(() => ID, { nullable: true, description: 'The factor that came or went.' })
  factorId: string | null;

  @Described(() => Json, { description: 'The reason, or the rules before and after.' })
  detail: unknown;
}

@ObjectType('LibraryDecision', {
  description: 'A candidate that was checked, let in or not, with the reasons.',
})
export class LibraryDecisionModel {
  @Described(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Described(() => ID, { description: 'The candidate.' })
  factorId: string;

  @Described(() => String, { description: 'Canonical single line.' })
  formula: string;

  @Described(() => Date, { description: 'UTC.' })
  at: Date;

  @Described(() => String, { description: 'Name of the key; "service" for nightly admissions.' })
  who: string;

  @Described(() => Boolean, { description: 'Whether it was let in.' })
  admitted: boolean;

  @Described(() => Boolean, { description: 'Let in although a check failed.' })
  forced: boolean;

  @Described(() => AdmissionCheckModel, { list: true, description: 'Every check with limit and value.' })
  checks: AdmissionCheckModel[];
}

export const LibraryDecisionConnection = connectionType('LibraryDecision', LibraryDecisionModel);
export const LibraryDecisionPage = pageType('LibraryDecision', LibraryDecisionModel);

@ObjectType('MemberHealth', {
  description: 'How a member does on the last days of a dataset (因子衰减监控).',
})
export class MemberHealthModel {
  @Described(() => ID, { description: 'The member.' })
  factorId: string;

  @Described(() => String, { description: 'Canonical single line.' })
  formula: string;

  @Described(() => ID, { description: 'The dataset that brought the days.' })
  datasetId: string;

  @Described(() => Date, { description: 'When it was measured, UTC.' })
  at: Date;

  @Described(() => PeriodModel, { description: 'The last days that were looked at.' })
  period: PeriodModel;

  @Described(() => Int, { description: 'Days that count.' })
  days: number;

  @Described(() => Float, { nullable: true, description: "Mean IC there, of the rules' kind, signed." })
  ic: number | null;

  @Described(() => Float, { nullable: true, description: 'Standard error of that mean, by Newey and West.' })
  standardError: number | null;

  @Described(() => Float, { nullable: true, description: "Mean IC on the rules' period, signed." })
  admissionIc: number | null;

  @Described(() => Float, {
    nullable: true,
    description: "IC now by the admission's sign, over the admission's |IC|; 1 = undiminished.",
  })
  share: number | null;

  @Described(() => Boolean, {
    description:
      'The share is below the limit of the rules, or cannot be measured; not of a member whose imported values do not reach the last days yet.',
  })
  faded: boolean;
}

@ObjectType('MemberSignal', { description: "A member's values on a day." })
export class MemberSignalModel {
  @Described(() => ID, { description: 'The member.' })
  factorId: string;

  @Described(() => String, { description: 'Canonical single line.' })
  formula: string;

  @Described(() => Float, {
    list: true,
    gaps: true,
    description:
      'In the order of the symbols; null where the factor has no value or the stock is outside the universe.',
  })
  values: (number | null)[];
}

@ObjectType('LibrarySignals', {
  description:
    'Values of all members on one of the last days (今日信号), the days without a label yet included.',
})
export class LibrarySignalsModel {
  @Described(() => ID, { nullable: true, description: 'The dataset; null while none was looked at.' })
  datasetId: string | null;

  @Described(() => String, { list: true, description: 'Days that there are values of, ascending.' })
  days: string[];

  @Described(() => String, { nullable: true, description: 'The day of these values.' })
  day: string | null;

  @Described(() => String, { list: true, description: 'Symbols, in the order of the values.' })
  symbols: string[];

  @Described(() => MemberSignalModel, { list: true, description: 'Members.' })
  members: MemberSignalModel[];
}

@InputType('CompositeInput', { description: 'Where the combination of a library is fitted and tried.' })
export class CompositeInput {
  @DescribedInput(() => ID, {
    nullable: true,
    description:
      "A run whose train, validation and test are meant. Either this or periods; else the rules' period.",
  })
  runId?: string;

  @DescribedInput(() => PeriodsModel, { nullable: true, description: 'Periods given here.' })
  periods?: PeriodsModel;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description:
      "How far the covariance of the members' ICs is shrunk to its diagonal; 0.5 unless told. 1 = weights by IC over variance alone.",
  })
  shrinkage?: number;
}

@ObjectType('CompositeMember', { description: 'A member in the combination.' })
export class CompositeMemberModel {
  @Described(() => ID, { description: 'The member.' })
  factorId: string;

  @Described(() => String, { description: 'Canonical single line.' })
  formula: string;

  @Described(() => Float, { description: 'Signed, in the equally weighted combination.' })
  equalWeight: number;

  @Described(() => Float, { description: 'Signed, fitted on train; sizes sum to 1.' })
  fittedWeight: number;

  @Described(() => Float, {
    list: true,
    gaps: true,
    description: 'Mean rank IC by itself, oriented by train, on each period.',
  })
  own: (number | null)[];

  @Described(() => Float, {
    list: true,
    gaps: true,
    description:
      'What it adds on each period: the equally weighted combination with it less the one without it.',
  })
  incremental: (number | null)[];

  @Described(() => Float, {
    list: true,
    gaps: true,
    description:
      'The same of the fitted combination: with it, less the one whose weights were fitted without it.',
  })
  fittedIncremental: (number | null)[];
}

@ObjectType('CompositePeriod', { description: 'The combination on a period.' })
export class CompositePeriodModel {
  @Described(() => String, { description: 'train, validation or test.' })
  role: string;

  @Described(() => PeriodModel, { description: 'The days.' })
  period: PeriodModel;

  @Described(() => Float, { nullable: true, description: 'Mean rank IC, equally weighted.' })
  equal: number | null;

  @Described(() => Float, { nullable: true, description: 'Mean rank IC, weights fitted on train.' })
  fitted: number | null;
}

@ObjectType('Composite', {
  description:
    'The members of a library as one signal (复合因子): centred ranks, equally weighted and with ICIR weights S^-1 m that are fitted on train with shrinkage.',
})
export class CompositeModel {
  @Described(() => CompositePeriodModel, { list: true, description: 'Train first.' })
  periods: CompositePeriodModel[];

  @Described(() => CompositeMemberModel, { list: true, description: 'In the order in which they joined.' })
  members: CompositeMemberModel[];

  @Described(() => Float, { description: 'Shrinkage of the fitted weights.' })
  shrinkage: number;
}
