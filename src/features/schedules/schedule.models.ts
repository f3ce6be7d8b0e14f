import { Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { Described } from '../../platform/graphql/described.ts';
import {
  type FactorMetric,
  FactorMetricEnum,
  type PeriodRole,
  PeriodRoleEnum,
} from '../factors/factor.enums.ts';
import { CATCH_UP_POLICIES, type CatchUpPolicy } from './due-slots.ts';
import { OVERLAP_POLICIES, type OverlapPolicy, SEED_POLICIES, type SeedPolicy } from './schedule.enums.ts';

@ObjectType('CronWords', { description: 'A cron expression in words.' })
export class CronWordsModel {
  @Described(() => String, { description: 'English.' })
  en: string;

  @Described(() => String, { description: 'Chinese (中文).' })
  zh: string;
}

@ObjectType('CronPreview', { description: 'What a cron expression means, before a schedule is made of it.' })
export class CronPreviewModel {
  @Described(() => CronWordsModel, { description: 'In words.' })
  words: CronWordsModel;

  @Described(() => Date, { list: true, description: 'Next five firing times, UTC.' })
  nextFirings: Date[];
}

@ObjectType('AdmissionStep', {
  description:
    "What follows a slot's run (挖掘后入库): its best distinct factors are put forward for a library.",
})
export class AdmissionStepModel {
  @Described(() => ID, { description: 'The library, whose rules decide.' })
  libraryId: string;

  @Described(() => Int, { description: 'At most so many factors are put forward, best first.' })
  candidates: number;

  @Described(() => FactorMetricEnum, { description: 'What "best" means.' })
  metric: FactorMetric;

  @Described(() => PeriodRoleEnum, {
    nullable: true,
    description: 'Period on which it is measured; null for VALIDATION, or TRAIN where there is none.',
  })
  role: PeriodRole | null;

  @Described(() => Float, { nullable: true, description: 'Smallest metric; null for none.' })
  minimumValue: number | null;

  @Described(() => Float, { description: 'Largest |rank correlation| of any two candidates.' })
  maximumCorrelation: number;

  @Described(() => Int, {
    nullable: true,
    description: 'At most so many join at one slot; null for all that pass.',
  })
  maximumAdmissions: number | null;
}

@ObjectType('Schedule', { description: 'A template of runs and the times at which it becomes one.' })
export class ScheduleModel {
  @Described(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Described(() => String, { description: 'For people; unique.' })
  name: string;

  @Described(() => String, { description: 'Five fields: minute hour day month weekday.' })
  cron: string;

  @Described(() => String, { description: 'IANA time zone of the expression.' })
  timeZone: string;

  @Described(() => CronWordsModel, { description: 'The expression in words.' })
  words: CronWordsModel;

  @Described(() => Date, { list: true, description: 'Next five firing times, UTC; none while paused.' })
  nextFirings: Date[];

  @Described(() => ID, { description: 'Series of datasets; each slot takes its latest.' })
  seriesId: string;

  @Described(() => Boolean, { description: 'A paused schedule lets its slots pass unrecorded.' })
  paused: boolean;

  @Described(() => String, {
    nullable: true,
    description: 'Why it paused itself; null where a user did, or it is not paused.',
  })
  pauseReason: string | null;

  @Described(() => OVERLAP_POLICIES, {
    description: "What a slot does while the schedule's last run is not over.",
  })
  overlap: OverlapPolicy;

  @Described(() => CATCH_UP_POLICIES, { description: 'What becomes of slots missed during a downtime.' })
  catchUp: CatchUpPolicy;

  @Described(() => SEED_POLICIES, { description: "Where a slot's seed comes from." })
  seedPolicy: SeedPolicy;

  @Described(() => AdmissionStepModel, {
    nullable: true,
    description: "What is done with a run's best once they are measured; null for nothing.",
  })
  admission: AdmissionStepModel | null;

  @Described(() => Int, {
    nullable: true,
    description: 'Failures in a row after which it pauses; null for never.',
  })
  pauseAfterFailures: number | null;

  @Described(() => Int, {
    nullable: true,
    description:
      'Weekdays since the last day of the series after which a slot tells of stale data; null for never.',
  })
  staleAfterWeekdays: number | null;

  @Described(() => Int, {
    nullable: true,
    description: 'Hours since the last import after which a slot tells of stale data; null for never.',
  })
  staleAfterHours: number | null;

  @Described(() => String, { description: 'The whole template, as JSON.' })
  template: string;

  @Described(() => Date, { description: 'UTC.' })
  createdAt: Date;
}
