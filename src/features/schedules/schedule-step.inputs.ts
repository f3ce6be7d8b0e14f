import { Float, ID, InputType, Int } from '@nestjs/graphql';
import { DescribedInput } from '../../platform/graphql/described.ts';
import {
  type FactorMetric,
  FactorMetricEnum,
  type PeriodRole,
  PeriodRoleEnum,
} from '../factors/factor.enums.ts';

@InputType('RollingPeriodsInput', {
  description:
    "Lengths in trading days, counted back from the dataset's last day: train, then validation, then test.",
})
export class RollingPeriodsInput {
  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 20,
    description: 'Left out = everything before validation.',
  })
  trainDays?: number;

  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 0,
    description: '0 or left out = no validation period.',
  })
  validationDays?: number;

  @DescribedInput(() => Int, { nullable: true, minimum: 0, description: '0 or left out = no test period.' })
  testDays?: number;
}

@InputType('AdmissionStepInput', {
  description:
    "What follows a slot's run (挖掘后入库): its best distinct factors are put forward for a library, whose rules decide. Each decision is kept with the slot.",
})
export class AdmissionStepInput {
  @DescribedInput(() => ID, { description: 'The library.' })
  libraryId: string;

  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 1,
    maximum: 200,
    description: 'At most so many factors are put forward, best first; 20 unless told.',
  })
  candidates?: number;

  @DescribedInput(() => FactorMetricEnum, {
    nullable: true,
    description: 'What "best" means; RANK_IC unless told.',
  })
  metric?: FactorMetric;

  @DescribedInput(() => PeriodRoleEnum, {
    nullable: true,
    description:
      'Period of the run on which it is measured; VALIDATION unless told, TRAIN where there is none.',
  })
  role?: PeriodRole;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    description:
      'Smallest metric (its size, for ICs): below it the schedule rejects by itself. None unless told.',
  })
  minimumValue?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description:
      'Largest |mean daily cross-sectional rank correlation| of any two candidates; 0.7 unless told.',
  })
  maximumCorrelation?: number;

  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 1,
    maximum: 200,
    description: 'At most so many join at one slot; all that pass unless told.',
  })
  maximumAdmissions?: number;
}
