import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/auth/access.ts';
import { pageType } from '../../platform/paging/connection.ts';
import type { Page } from '../../platform/paging/page.ts';
import { PageQuery, pageRequest } from '../../platform/paging/page-query.ts';
import { CreateExperimentInput, ExperimentModel } from './experiment.models.ts';
import { ExperimentsService } from './experiments.service.ts';
import type { ExperimentRecord } from './experiments.store.ts';

const ExperimentPage = pageType('Experiment', ExperimentModel);

@ApiTags('experiments')
@Controller('v1/experiments')
export class ExperimentsController {
  constructor(private readonly experiments: ExperimentsService) {}

  @Access('researcher')
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Freeze a configuration; the same one gives the same experiment' })
  @ApiBody({ type: CreateExperimentInput })
  @ApiOkResponse({ type: ExperimentModel })
  create(@Body() input: CreateExperimentInput): Promise<ExperimentRecord> {
    return this.experiments.create(input.configuration, input.name ?? null);
  }

  @Access('viewer')
  @Get()
  @ApiOperation({ summary: 'Experiments, newest first' })
  @ApiOkResponse({ type: ExperimentPage })
  list(@Query() query: PageQuery): Promise<Page<ExperimentRecord>> {
    return this.experiments.list(pageRequest(query));
  }

  @Access('viewer')
  @Get(':experimentId')
  @ApiOperation({ summary: 'One experiment' })
  @ApiParam({ name: 'experimentId', description: 'Of the experiment' })
  @ApiOkResponse({ type: ExperimentModel })
  get(@Param('experimentId') experimentId: string): Promise<ExperimentRecord> {
    return this.experiments.get(experimentId);
  }
}
