import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProperty,
  ApiTags,
} from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { Access } from '../../platform/auth/access.ts';
import { pageType } from '../../platform/paging/connection.ts';
import type { Page } from '../../platform/paging/page.ts';
import { PageQuery, pageRequest } from '../../platform/paging/page-query.ts';
import { CreateScheduleInput, UpdateScheduleInput } from './schedule.inputs.ts';
import { CronPreviewModel, ScheduleModel } from './schedule.models.ts';
import type { SlotRecord } from './schedule-slots.store.ts';
import { SchedulesService } from './schedules.service.ts';
import { ScheduleSlotModel, SlotCandidateModel } from './slot.models.ts';
import type { Candidate } from './slot-admissions.store.ts';

const SchedulePage = pageType('Schedule', ScheduleModel);
const ScheduleSlotPage = pageType('ScheduleSlot', ScheduleSlotModel);
const SCHEDULE_ID = { name: 'scheduleId', description: 'Of the schedule' };

class CronQuery {
  @ApiProperty({ description: 'Five fields: minute hour day month weekday.' })
  @IsString()
  @MaxLength(100)
  cron: string;

  @ApiProperty({ description: 'IANA zone; Asia/Shanghai unless told.', required: false })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  timeZone?: string;
}

@ApiTags('schedules')
@Controller('v1/schedules')
export class SchedulesController {
  constructor(private readonly schedules: SchedulesService) {}

  @Post()
  @Access('operator')
  @ApiOperation({ summary: 'A template of runs and the times at which it becomes one' })
  @ApiBody({ type: CreateScheduleInput })
  @ApiCreatedResponse({ type: ScheduleModel })
  create(@Body() input: CreateScheduleInput): Promise<ScheduleModel> {
    return this.schedules.create(input);
  }

  @Get()
  @Access('viewer')
  @ApiOperation({ summary: 'Schedules, newest first' })
  @ApiOkResponse({ type: SchedulePage })
  list(@Query() query: PageQuery): Promise<Page<ScheduleModel>> {
    return this.schedules.list(pageRequest(query));
  }

  @Get('preview')
  @Access('viewer')
  @ApiOperation({ summary: 'What a cron expression means, in words and times' })
  @ApiOkResponse({ type: CronPreviewModel })
  preview(@Query() { cron, timeZone }: CronQuery): CronPreviewModel {
    return this.schedules.preview(cron, timeZone);
  }

  @Get(':scheduleId')
  @Access('viewer')
  @ApiOperation({ summary: 'One schedule' })
  @ApiParam(SCHEDULE_ID)
  @ApiOkResponse({ type: ScheduleModel })
  get(@Param('scheduleId') scheduleId: string): Promise<ScheduleModel> {
    return this.schedules.get(scheduleId);
  }

  @Get(':scheduleId/history')
  @Access('viewer')
  @ApiOperation({ summary: 'What became of its slots, latest first' })
  @ApiParam(SCHEDULE_ID)
  @ApiOkResponse({ type: ScheduleSlotPage })
  history(@Param('scheduleId') scheduleId: string, @Query() query: PageQuery): Promise<Page<SlotRecord>> {
    return this.schedules.history(scheduleId, pageRequest(query));
  }

  @Get(':scheduleId/history/:slotAt/candidates')
  @Access('viewer')
  @ApiOperation({ summary: "Whom a slot's run put forward for the library, and what became of each" })
  @ApiParam(SCHEDULE_ID)
  @ApiParam({ name: 'slotAt', description: 'As the history tells it, RFC 3339.' })
  @ApiOkResponse({ type: [SlotCandidateModel] })
  candidates(@Param('scheduleId') scheduleId: string, @Param('slotAt') slotAt: string): Promise<Candidate[]> {
    return this.schedules.candidates(scheduleId, slotAt);
  }

  @Patch(':scheduleId')
  @Access('operator')
  @ApiOperation({ summary: 'Change it; runs that were made stay as they are' })
  @ApiParam(SCHEDULE_ID)
  @ApiBody({ type: UpdateScheduleInput })
  @ApiOkResponse({ type: ScheduleModel })
  update(
    @Param('scheduleId') scheduleId: string,
    @Body() input: UpdateScheduleInput,
  ): Promise<ScheduleModel> {
    return this.schedules.update(scheduleId, input);
  }

  @Delete(':scheduleId')
  @Access('operator')
  @ApiOperation({ summary: 'Delete it with its history; its runs and what joined libraries stay' })
  @ApiParam(SCHEDULE_ID)
  @ApiOkResponse({ type: ScheduleModel })
  delete(@Param('scheduleId') scheduleId: string): Promise<ScheduleModel> {
    return this.schedules.delete(scheduleId);
  }

  @Post(':scheduleId/pause')
  @Access('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let its slots pass; idempotent' })
  @ApiParam(SCHEDULE_ID)
  @ApiOkResponse({ type: ScheduleModel })
  pause(@Param('scheduleId') scheduleId: string): Promise<ScheduleModel> {
    return this.schedules.pause(scheduleId);
  }

  @Post(':scheduleId/resume')
  @Access('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Fire again from now on; idempotent' })
  @ApiParam(SCHEDULE_ID)
  @ApiOkResponse({ type: ScheduleModel })
  resume(@Param('scheduleId') scheduleId: string): Promise<ScheduleModel> {
    return this.schedules.resume(scheduleId);
  }

  @Post(':scheduleId/trigger')
  @Access('operator')
  @HttpCode(200)
  @ApiOperation({ summary: 'Make a run now, new trading day or not' })
  @ApiParam(SCHEDULE_ID)
  @ApiOkResponse({ type: ScheduleSlotModel })
  trigger(@Param('scheduleId') scheduleId: string): Promise<SlotRecord> {
    return this.schedules.trigger(scheduleId);
  }
}
