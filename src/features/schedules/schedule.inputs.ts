import { ID, InputType, Int } from '@nestjs/graphql';
import { DescribedInput } from '../../platform/graphql/described.ts';
import { ExperimentTemplateInput, PeriodsModel } from '../experiments/experiment.settings.ts';
import { UnlikeInput } from '../runs/unlike.inputs.ts';
import { WarmStartInput } from '../runs/warm-start.inputs.ts';
import { CATCH_UP_POLICIES, type CatchUpPolicy } from './due-slots.ts';
import { OVERLAP_POLICIES, type OverlapPolicy, SEED_POLICIES, type SeedPolicy } from './schedule.enums.ts';
import { AdmissionStepInput, RollingPeriodsInput } from './schedule-step.inputs.ts';

/** What may be said of a schedule when it is made, and changed afterwards. */
@InputType({ isAbstract: true })
export abstract class ScheduleSettingsInput {
  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 64,
    description: 'IANA time zone; Asia/Shanghai unless told.',
  })
  timeZone?: string;

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
  warmStart?: WarmStartInput | null;

  @DescribedInput(() => UnlikeInput, {
    nullable: true,
    description:
      'Known factors that its runs keep away from (残差挖掘): a library as its members stand at each slot. Nothing while it is empty.',
  })
  unlike?: UnlikeInput | null;

  @DescribedInput(() => AdmissionStepInput, {
    nullable: true,
    description: "What is done with the run's best once they are measured; nothing unless told.",
  })
  admission?: AdmissionStepInput | null;

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

  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 1,
    maximum: 100,
    description:
      'Pauses itself after so many failures in a row: a failed run or admission, or a slot that could not be made into a run. Never unless told.',
  })
  pauseAfterFailures?: number | null;

  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 1,
    maximum: 1000,
    description:
      'A slot tells of stale data (event DATA_STALE) when so many weekdays have passed since the last day of the series; exchange holidays are not known and count. Never unless told.',
  })
  staleAfterWeekdays?: number | null;

  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 1,
    maximum: 10_000,
    description:
      'A slot tells of stale data when nothing was imported into the series for so many hours. Never unless told.',
  })
  staleAfterHours?: number | null;
}

const CRON = 'Five fields: minute hour day month weekday, e.g. "30 18 * * 1-5".';

@InputType('CreateScheduleInput', {
  description: 'A template of runs, of what follows them, and the times at which it becomes one.',
})
export class CreateScheduleInput extends ScheduleSettingsInput {
  @DescribedInput(() => String, { maximumLength: 200, description: 'For people; unique.' })
  name: string;

  @DescribedInput(() => String, { maximumLength: 100, description: CRON })
  cron: string;

  @DescribedInput(() => ID, { description: 'Series of datasets; each slot takes its latest.' })
  seriesId: string;
}

@InputType('UpdateScheduleInput', {
  description:
    'What is to change; what is left out stays, and null takes a warm start, known factors, an admission or a watch away. Runs that were made stay as they are.',
})
export class UpdateScheduleInput extends ScheduleSettingsInput {
  @DescribedInput(() => String, { nullable: true, maximumLength: 200, description: 'For people; unique.' })
  name?: string;

  @DescribedInput(() => String, { nullable: true, maximumLength: 100, description: CRON })
  cron?: string;
}
