import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Access } from '../../../platform/auth/access.ts';
import { RunBatchModel } from './batch.models.ts';
import { RunBatches } from './run-batches.service.ts';

@ApiTags('runs')
@Controller('v1/runs/:runId/batch')
export class BatchController {
  constructor(private readonly batches: RunBatches) {}

  @Access('viewer')
  @Get()
  @ApiOperation({
    summary: 'New factors of a run, mutually unlike and unlike the known ones it kept away from',
  })
  @ApiParam({ name: 'runId', description: 'Of the run' })
  @ApiQuery({ name: 'count', required: false, type: Number, description: 'At most so many; 20 unless told' })
  @ApiQuery({
    name: 'maximumCorrelation',
    required: false,
    type: Number,
    description: "Largest |correlation|; the limit of the run's own rule, or 0.5, unless told",
  })
  @ApiOkResponse({ type: RunBatchModel })
  batch(
    @Param('runId') runId: string,
    @Query('count') count?: string,
    @Query('maximumCorrelation') maximumCorrelation?: string,
  ): Promise<RunBatchModel> {
    return this.batches.of(runId, {
      count: numberOf(count),
      maximumCorrelation: numberOf(maximumCorrelation),
    });
  }
}

const numberOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text.trim() === '' ? Number.NaN : text);
