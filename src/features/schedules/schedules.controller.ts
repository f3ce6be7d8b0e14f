import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { pageType } from '../../platform/paging/connection.ts';
import type { Page } from '../../platform/paging/page.ts';
import { PageQuery, pageRequest } from '../../platform/paging/page-query.ts';
import { CreateScheduleInput } from './schedule.inputs.ts';
import { ScheduleModel, ScheduleSlotModel } from './schedule.models.ts';
import { SchedulesService } from './schedules.service.ts';
import type { SlotRecord } from './schedules.store.ts';

const SchedulePage = pageType('Schedule', ScheduleModel);
const ScheduleSlotPage = pageType('ScheduleSlot', ScheduleSlotModel);
const SCHEDULE_ID = { name: 'scheduleId', description: 'Of the schedule' };

@ApiTags('schedules')
@Controller('v1/schedules')
export class SchedulesController {
  constructor(private readonly schedules: SchedulesService) {}

  @Post()
  @ApiOperation({ summary: 'A template of runs and the times at which it becomes one' })
  @ApiBody({ type: CreateScheduleInput })
  @ApiCreatedResponse({ type: ScheduleModel })
  create(@Body() input: CreateScheduleInput): Promise<ScheduleModel> {
    return this.schedules.create(input);
  }

  @Get()
  @ApiOperation({ summary: 'Schedules, newest first' })
  @ApiOkResponse({ type: SchedulePage })
  list(@Query() query: PageQuery): Promise<Page<ScheduleModel>> {
    return this.schedules.list(pageRequest(query));
  }

  @Get(':scheduleId')
  @ApiOperation({ summary: 'One schedule' })
  @ApiParam(SCHEDULE_ID)
  @ApiOkResponse({ type: ScheduleModel })
  get(@Param('scheduleId') scheduleId: string): Promise<ScheduleModel> {
    return this.schedules.get(scheduleId);
  }

  @Get(':scheduleId/history')
  @ApiOperation({ summary: 'What became of its slots, latest first' })
  @ApiParam(SCHEDULE_ID)
  @ApiOkResponse({ type: ScheduleSlotPage })
  history(@Param('scheduleId') scheduleId: string, @Query() query: PageQuery): Promise<Page<SlotRecord>> {
    return this.schedules.history(scheduleId, pageRequest(query));
  }

  @Post(':scheduleId/pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let its slots pass; idempotent' })
  @ApiParam(SCHEDULE_ID)
  @ApiOkResponse({ type: ScheduleModel })
  pause(@Param('scheduleId') scheduleId: string): Promise<ScheduleModel> {
    return this.schedules.pause(scheduleId);
  }

  @Post(':scheduleId/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Fire again from now on; idempotent' })
  @ApiParam(SCHEDULE_ID)
  @ApiOkResponse({ type: ScheduleModel })
  resume(@Param('scheduleId') scheduleId: string): Promise<ScheduleModel> {
    return this.schedules.resume(scheduleId);
  }

  @Post(':scheduleId/trigger')
  @HttpCode(200)
  @ApiOperation({ summary: 'Make a run now, new trading day or not' })
  @ApiParam(SCHEDULE_ID)
  @ApiOkResponse({ type: ScheduleSlotModel })
  trigger(@Param('scheduleId') scheduleId: string): Promise<SlotRecord> {
    return this.schedules.trigger(scheduleId);
  }
}
