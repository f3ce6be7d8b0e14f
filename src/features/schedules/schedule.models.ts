import { ID, ObjectType } from '@nestjs/graphql';
import { Described } from '../../platform/graphql/described.ts';
import { CATCH_UP_POLICIES, type CatchUpPolicy } from './due-slots.ts';
import {
  OVERLAP_POLICIES,
  type OverlapPolicy,
  SEED_POLICIES,
  type SeedPolicy,
  SKIP_REASONS,
  type SkipReason,
  SLOT_STATES,
  type SlotState,
} from './schedule.enums.ts';

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

  @Described(() => OVERLAP_POLICIES, {
    description: "What a slot does while the schedule's last run is not over.",
  })
  overlap: OverlapPolicy;

  @Described(() => CATCH_UP_POLICIES, { description: 'What becomes of slots missed during a downtime.' })
  catchUp: CatchUpPolicy;

  @Described(() => SEED_POLICIES, { description: "Where a slot's seed comes from." })
  seedPolicy: SeedPolicy;

  @Described(() => String, { description: 'The whole template, as JSON.' })
  template: string;

  @Described(() => Date, { description: 'UTC.' })
  createdAt: Date;
}

@ObjectType('ScheduleSlot', { description: 'One firing time of a schedule and what became of it.' })
export class ScheduleSlotModel {
  @Described(() => Date, { description: 'When it was due, UTC.' })
  slotAt: Date;

  @Described(() => Boolean, { description: 'Triggered by hand.' })
  manual: boolean;

  @Described(() => SLOT_STATES, { description: 'Whether it made a run.' })
  state: SlotState;

  @Described(() => SKIP_REASONS, { nullable: true, description: 'Why it made none.' })
  reason: SkipReason | null;

  @Described(() => String, { nullable: true, description: 'The reason in words.' })
  detail: string | null;

  @Described(() => ID, { nullable: true, description: 'The run that it made.' })
  runId: string | null;
}
