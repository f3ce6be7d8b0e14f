import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import {
  type Connection,
  ConnectionArgs,
  connectionRequest,
  connectionType,
  toConnection,
} from '../../platform/paging/connection.ts';
import { CreateScheduleInput, UpdateScheduleInput } from './schedule.inputs.ts';
import { CronPreviewModel, ScheduleModel } from './schedule.models.ts';
import type { SlotRecord } from './schedule-slots.store.ts';
import { SchedulesService } from './schedules.service.ts';
import { ScheduleSlotModel } from './slot.models.ts';

const ScheduleConnection = connectionType('Schedule', ScheduleModel);
const SCHEDULE_ID = { type: () => ID, description: 'Of the schedule.' };

@Resolver(() => ScheduleModel)
export class SchedulesResolver {
  constructor(private readonly schedules: SchedulesService) {}

  @Query(() => ScheduleModel, { description: 'One schedule.' })
  @Access('viewer')
  schedule(@Args('id', SCHEDULE_ID) id: string): Promise<ScheduleModel> {
    return this.schedules.get(id);
  }

  @Query(() => ScheduleConnection, { name: 'schedules', description: 'Schedules, newest first.' })
  @Access('viewer')
  async list(@Args() args: ConnectionArgs): Promise<Connection<ScheduleModel>> {
    return toConnection(await this.schedules.list(connectionRequest(args)), ({ id }) => [id]);
  }

  @Query(() => CronPreviewModel, { description: 'What a cron expression means, in words and times.' })
  @Access('viewer')
  cronPreview(
    @Args('cron', { description: 'Five fields: minute hour day month weekday.' }) cron: string,
    @Args('timeZone', { nullable: true, description: 'IANA zone; Asia/Shanghai unless told.' })
    timeZone?: string,
  ): CronPreviewModel {
    return this.schedules.preview(cron, timeZone);
  }

  @Mutation(() => ScheduleModel, {
    description: 'A schedule, at once active. Its name is unique, so a repeated call is refused.',
  })
  @Access('operator')
  createSchedule(
    @Args('input', { description: 'Template and times.' }) input: CreateScheduleInput,
  ): Promise<ScheduleModel> {
    return this.schedules.create(input);
  }

  @Mutation(() => ScheduleModel, {
    description:
      'Changes a schedule; runs that were made stay as they are. With other times it looks forward from now.',
  })
  @Access('operator')
  updateSchedule(
    @Args('id', SCHEDULE_ID) id: string,
    @Args('input', { description: 'What is to change.' }) input: UpdateScheduleInput,
  ): Promise<ScheduleModel> {
    return this.schedules.update(id, input);
  }

  @Mutation(() => ScheduleModel, {
    description: 'Deletes a schedule with its history; its runs and what joined libraries stay.',
  })
  @Access('operator')
  deleteSchedule(@Args('id', SCHEDULE_ID) id: string): Promise<ScheduleModel> {
    return this.schedules.delete(id);
  }

  @Mutation(() => ScheduleModel, { description: 'Lets its slots pass. Idempotent.' })
  @Access('operator')
  pauseSchedule(@Args('id', SCHEDULE_ID) id: string): Promise<ScheduleModel> {
    return this.schedules.pause(id);
  }

  @Mutation(() => ScheduleModel, { description: 'Fires again from now on. Idempotent.' })
  @Access('operator')
  resumeSchedule(@Args('id', SCHEDULE_ID) id: string): Promise<ScheduleModel> {
    return this.schedules.resume(id);
  }

  @Mutation(() => ScheduleSlotModel, { description: 'Makes a run now, new trading day or not.' })
  @Access('operator')
  triggerSchedule(@Args('id', SCHEDULE_ID) id: string): Promise<SlotRecord> {
    return this.schedules.trigger(id);
  }
}
