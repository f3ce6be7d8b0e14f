import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Access } from '../../../platform/auth/access.ts';
import { ImprovementModel } from './improvement.models.ts';
import { RunImprovement } from './run-improvement.service.ts';

@ApiTags('runs')
@Controller('v1/runs/:runId/improvement')
export class ImprovementController {
  constructor(private readonly improvements: RunImprovement) {}

  @Access('viewer')
  @Get()
  @ApiOperation({ summary: 'How a run improved the factor that it was given, step by step' })
  @ApiParam({ name: 'runId', description: 'Of a run that was created with `improve`' })
  @ApiOkResponse({ type: ImprovementModel })
  improvement(@Param('runId') runId: string): Promise<ImprovementModel> {
    return this.improvements.of(runId);
  }
}
