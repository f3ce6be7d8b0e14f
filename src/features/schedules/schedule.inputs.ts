import { ID, InputType, Int } from '@nestjs/graphql';
import { DescribedInput } from '../../platform/graphql/described.ts';
import { ExperimentTemplateInput, PeriodsModel } from '../experiments/experiment.settings.ts';
import { WarmStartInput } from '../runs/warm-start.inputs.ts';
import { CATCH_UP_POLICIES, type CatchUpPolicy } from './due-slots.ts';
import { OVERLAP_POLICIES, type OverlapPolicy, SEED_POLICIES, type SeedPolicy } from './schedule.enums.ts';

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

@InputType('CreateScheduleInput', {
  description: 'A template of runs and the times at which it becomes one.',
})
export class CreateScheduleInput {
  @DescribedInput(() => String, { maximumLength: 200, description: 'For people; unique.' })
  name: string;

  @DescribedInput(() => String, {
    maximumLength: 100,
    description: 'Five fields: minute hour day month weekday, e.g. "30 18 * * 1-5".',
  })
  cron: string;

  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 64,
    description: 'IANA time zone; Asia/Shanghai unless told.',
  })
  timeZone?: string;

  @DescribedInput(() => ID, { description: 'Series of datasets; each slot takes its latest.' })
  seriesId: string;

  @DescribedInput(() => ExperimentTemplateInput, {
    nullable: true,
    description: 'Search space and method; defaults where left out.',
  })
  experiment?: ExperimentTemplateInput;

  @DescribedInput(() => PeriodsModel, {
    nullable: true,
    description: 'The same at each slot. Either this or rollingPeriods.',
  })
  periods?: PeriodsModel;

  @DescribedInput(() => RollingPeriodsInput, {
    nullable: true,
    description: 'Moves on with the series. Either this or periods.',
  })
  rollingPeriods?: RollingPeriodsInput;

  @DescribedInput(() => WarmStartInput, {
    nullable: true,
    description: 'Queried at each slot, stored with its run.',
  })
  warmStart?: WarmStartInput;

  @DescribedInput(() => SEED_POLICIES, { nullable: true, description: 'PER_SLOT unless told.' })
  seedPolicy?: SeedPolicy;

  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 100,
    description: 'For the seed policy FIXED.',
  })
  seed?: string;

  @DescribedInput(() => OVERLAP_POLICIES, { nullable: true, description: 'SKIP unless told.' })
  overlap?: OverlapPolicy;

  @DescribedInput(() => CATCH_UP_POLICIES, { nullable: true, description: 'LATEST unless told.' })
  catchUp?: CatchUpPolicy;

  @DescribedInput(() => Boolean, {
    nullable: true,
    description: 'Fire even when no new trading day has arrived; false unless told.',
  })
  fireWithoutNewDay?: boolean;
}
