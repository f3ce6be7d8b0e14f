import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import {
  type Connection,
  ConnectionArgs,
  connectionRequest,
  connectionType,
  toConnection,
} from '../../platform/paging/connection.ts';
import { CreateScheduleInput } from './schedule.inputs.ts';
import { CronPreviewModel, ScheduleModel, ScheduleSlotModel } from './schedule.models.ts';
import { SchedulesService } from './schedules.service.ts';
import type { SlotRecord } from './schedules.store.ts';

const ScheduleConnection = connectionType('Schedule', ScheduleModel);
const ScheduleSlotConnection = connectionType('ScheduleSlot', ScheduleSlotModel);
const SCHEDULE_ID = { type: () => ID, description: 'Of the schedule.' };

@Resolver(() => ScheduleModel)
export class SchedulesResolver {
  constructor(private readonly schedules: SchedulesService) {}

  @Query(() => ScheduleModel, { description: 'One schedule.' })
  schedule(@Args('id', SCHEDULE_ID) id: string): Promise<ScheduleModel> {
    return this.schedules.get(id);
  }

  @Query(() => ScheduleConnection, { name: 'schedules', description: 'Schedules, newest first.' })
  async list(@Args() args: ConnectionArgs): Promise<Connection<ScheduleModel>> {
    return toConnection(await this.schedules.list(connectionRequest(args)), ({ id }) => [id]);
  }

  @Query(() => CronPreviewModel, { description: 'What a cron expression means, in words and times.' })
  cronPreview(
    @Args('cron', { description: 'Five fields: minute hour day month weekday.' }) cron: string,
    @Args('timeZone', { nullable: true, description: 'IANA zone; Asia/Shanghai unless told.' })
    timeZone?: string,
  ): CronPreviewModel {
    return this.schedules.preview(cron, timeZone);
  }

  @ResolveField(() => ScheduleSlotConnection, { description: 'What became of its slots, latest first.' })
  async history(
    @Parent() schedule: ScheduleModel,
    @Args() args: ConnectionArgs,
  ): Promise<Connection<SlotRecord>> {
    const page = await this.schedules.history(schedule.id, connectionRequest(args));
    return toConnection(page, ({ slotAt }) => [String(slotAt.getTime())]);
  }

  @Mutation(() => ScheduleModel, {
    description: 'A schedule, at once active. Its name is unique, so a repeated call is refused.',
  })
  createSchedule(
    @Args('input', { description: 'Template and times.' }) input: CreateScheduleInput,
  ): Promise<ScheduleModel> {
    return this.schedules.create(input);
  }

  @Mutation(() => ScheduleModel, { description: 'Lets its slots pass. Idempotent.' })
  pauseSchedule(@Args('id', SCHEDULE_ID) id: string): Promise<ScheduleModel> {
    return this.schedules.pause(id);
  }

  @Mutation(() => ScheduleModel, { description: 'Fires again from now on. Idempotent.' })
  resumeSchedule(@Args('id', SCHEDULE_ID) id: string): Promise<ScheduleModel> {
    return this.schedules.resume(id);
  }

  @Mutation(() => ScheduleSlotModel, { description: 'Makes a run now, new trading day or not.' })
  triggerSchedule(@Args('id', SCHEDULE_ID) id: string): Promise<SlotRecord> {
    return this.schedules.trigger(id);
  }
}
