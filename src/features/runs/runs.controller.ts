import { Body, Controller, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiCreatedResponse,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { Access } from '../../platform/auth/access.ts';
import { KeepsItsOwnKeys } from '../../platform/auth/idempotent-calls.ts';
import { pageType } from '../../platform/paging/connection.ts';
import type { Page } from '../../platform/paging/page.ts';
import { pageRequest } from '../../platform/paging/page-query.ts';
import { StopConditionsModel } from '../experiments/experiment.settings.ts';
import { CloneRun } from './clone-run.service.ts';
import { ControlRuns } from './control-runs.service.ts';
import { CloneRunInput, CreateRunInput } from './run.inputs.ts';
import { RunModel } from './run.models.ts';
import { RunListQuery } from './run-list.args.ts';
import { runView } from './run-views.ts';
import { RunsService } from './runs.service.ts';

const RunPage = pageType('Run', RunModel);
const RUN_ID = { name: 'runId', description: 'Of the run' };

@ApiTags('runs')
@Controller('v1/runs')
export class RunsController {
  constructor(
    private readonly runs: RunsService,
    private readonly controls: ControlRuns,
    private readonly cloning: CloneRun,
  ) {}

  @Access('researcher')
  @KeepsItsOwnKeys()
  @Post()
  @ApiOperation({ summary: 'Fix dataset, experiment, seed and warm-start programs of a new run' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'The same key gives the same run' })
  @ApiBody({ type: CreateRunInput })
  @ApiCreatedResponse({ type: RunModel })
  async create(
    @Body() input: CreateRunInput,
    @Headers('idempotency-key') idempotencyKey?: string,
  ): Promise<RunModel> {
    const key = input.idempotencyKey ?? idempotencyKey;
    return runView(await this.runs.create(key === undefined ? input : { ...input, idempotencyKey: key }));
  }

  @Access('viewer')
  @Get()
  @ApiOperation({ summary: 'Runs, newest first' })
  @ApiOkResponse({ type: RunPage })
  async list(@Query() query: RunListQuery): Promise<Page<RunModel>> {
    const page = await this.runs.list(query, pageRequest(query));
    return { ...page, items: page.items.map(runView) };
  }

  @Access('viewer')
  @Get(':runId')
  @ApiOperation({ summary: 'One run' })
  @ApiParam(RUN_ID)
  @ApiOkResponse({ type: RunModel })
  async get(@Param('runId') runId: string): Promise<RunModel> {
    return runView(await this.runs.get(runId));
  }

  @Access('researcher')
  @Post(':runId/clone')
  @ApiOperation({ summary: 'A run like an earlier one, with what is to be different' })
  @ApiParam(RUN_ID)
  @ApiBody({ type: CloneRunInput })
  @ApiCreatedResponse({ type: RunModel })
  async clone(@Param('runId') runId: string, @Body() input: CloneRunInput): Promise<RunModel> {
    return runView(await this.cloning.clone(runId, input));
  }

  @Access('researcher')
  @Post(':runId/control')
  @ApiOperation({
    summary: 'Start a random search with as many programs as the run has tried: what its method must beat',
  })
  @ApiParam(RUN_ID)
  @ApiCreatedResponse({ type: RunModel })
  async control(@Param('runId') runId: string): Promise<RunModel> {
    return runView(await this.controls.create(runId, true));
  }

  @Access('researcher')
  @Post(':runId/start')
  @HttpCode(200)
  @ApiOperation({ summary: 'Queue a created run; idempotent' })
  @ApiParam(RUN_ID)
  @ApiOkResponse({ type: RunModel })
  async start(@Param('runId') runId: string): Promise<RunModel> {
    return runView(await this.runs.start(runId));
  }

  @Access('researcher')
  @Post(':runId/pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Pause after the generation under way; idempotent' })
  @ApiParam(RUN_ID)
  @ApiOkResponse({ type: RunModel })
  async pause(@Param('runId') runId: string): Promise<RunModel> {
    return runView(await this.runs.pause(runId));
  }

  @Access('researcher')
  @Post(':runId/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Go on from the last generation; idempotent' })
  @ApiParam(RUN_ID)
  @ApiOkResponse({ type: RunModel })
  async resume(@Param('runId') runId: string): Promise<RunModel> {
    return runView(await this.runs.resume(runId));
  }

  @Access('researcher')
  @Post(':runId/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'End for good after the generation under way, keeping results; idempotent' })
  @ApiParam(RUN_ID)
  @ApiOkResponse({ type: RunModel })
  async cancel(@Param('runId') runId: string): Promise<RunModel> {
    return runView(await this.runs.cancel(runId));
  }

  @Access('researcher')
  @Patch(':runId/stop')
  @ApiOperation({ summary: 'Change the limits; what is left out stays, null lifts a limit; logged' })
  @ApiParam(RUN_ID)
  @ApiBody({ type: StopConditionsModel })
  @ApiOkResponse({ type: RunModel })
  async extend(@Param('runId') runId: string, @Body() stop: StopConditionsModel): Promise<RunModel> {
    return runView(await this.runs.extend(runId, stop));
  }
}
