import { Controller, Get, type MessageEvent, Param, Query, Sse, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Observable } from 'rxjs';
import type { WarmStartProgram } from '../../mining/ports.ts';
import { Access } from '../../platform/auth/access.ts';
import { pageType } from '../../platform/paging/connection.ts';
import type { Page } from '../../platform/paging/page.ts';
import { pageRequest } from '../../platform/paging/page-query.ts';
import { GenerationModel, IndividualModel } from './generation.models.ts';
import { RunEventModel, RunProgressModel, WarmStartProgramModel } from './run.models.ts';
import { RunHistoryService } from './run-history.service.ts';
import { RunIsThere } from './run-is-there.guard.ts';
import { GenerationsQuery, PopulationQuery } from './run-list.args.ts';
import type { RunEventRecord } from './run-record.ts';
import { generationView, individualView } from './run-views.ts';
import { RunsService } from './runs.service.ts';

const IndividualPage = pageType('Individual', IndividualModel);
const RUN_ID = { name: 'runId', description: 'Of the run' };
const DEFAULT_GENERATIONS = 1_000;

@ApiTags('runs')
@Controller('v1/runs/:runId')
export class RunHistoryController {
  constructor(
    private readonly runs: RunsService,
    private readonly history: RunHistoryService,
  ) {}

  @Access('viewer')
  @Get('progress')
  @ApiOperation({ summary: 'The run at its last generation boundary' })
  @ApiParam(RUN_ID)
  @ApiOkResponse({ type: RunProgressModel })
  progress(@Param('runId') runId: string): Promise<RunProgressModel> {
    return this.history.progress(runId);
  }

  @Access('viewer')
  @UseGuards(RunIsThere)
  @Sse('progress/stream')
  @ApiOperation({
    summary: 'The same as server-sent events: the present state, then each change, until the run is over',
  })
  @ApiParam(RUN_ID)
  @ApiProduces('text/event-stream')
  async stream(@Param('runId') runId: string): Promise<Observable<MessageEvent>> {
    const stream = await this.history.watch(runId);
    return new Observable((subscriber) => {
      const pump = async (): Promise<void> => {
        for await (const progress of stream) subscriber.next({ type: 'progress', data: progress });
        subscriber.complete();
      };
      pump().catch((error: unknown) => subscriber.error(error));
      return () => void stream.return();
    });
  }

  @Access('viewer')
  @Get('generations')
  @ApiOperation({ summary: 'Statistics of each generation, ascending' })
  @ApiParam(RUN_ID)
  @ApiOkResponse({ type: GenerationModel, isArray: true })
  async generations(
    @Param('runId') runId: string,
    @Query() query: GenerationsQuery,
  ): Promise<GenerationModel[]> {
    const rows = await this.history.generations(
      runId,
      query.after ?? null,
      query.limit ?? DEFAULT_GENERATIONS,
    );
    return rows.map(generationView);
  }

  @Access('viewer')
  @Get('population')
  @ApiOperation({ summary: 'Who lived when a generation was committed' })
  @ApiParam(RUN_ID)
  @ApiOkResponse({ type: IndividualPage })
  async population(
    @Param('runId') runId: string,
    @Query() query: PopulationQuery,
  ): Promise<Page<IndividualModel>> {
    const options = { generation: query.generation ?? null, order: query.order ?? 'FITNESS' };
    const page = await this.history.population(runId, options, pageRequest(query));
    return { ...page, items: page.items.map(individualView) };
  }

  @Access('viewer')
  @Get('events')
  @ApiOperation({ summary: 'What users asked and what became of it, newest first' })
  @ApiParam(RUN_ID)
  @ApiOkResponse({ type: RunEventModel, isArray: true })
  events(@Param('runId') runId: string): Promise<RunEventRecord[]> {
    return this.runs.events(runId);
  }

  @Access('viewer')
  @Get('warm-start')
  @ApiOperation({ summary: 'Programs that the run was given when it was created' })
  @ApiParam(RUN_ID)
  @ApiOkResponse({ type: WarmStartProgramModel, isArray: true })
  warmStart(@Param('runId') runId: string): Promise<readonly WarmStartProgram[]> {
    return this.runs.warmStart(runId);
  }
}
