import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/auth/access.ts';
import type { Pruned } from './pruning.store.ts';
import { PruneInput, pruneOrder, SetRetentionInput } from './retention.inputs.ts';
import { PrunedRunModel, RetentionSettingsModel, RunVerificationModel } from './retention.models.ts';
import { RetentionService } from './retention.service.ts';
import type { RetentionSettings } from './retention-settings.ts';
import type { Verification } from './verification.service.ts';

@ApiTags('operations')
@Controller('v1')
export class RetentionController {
  constructor(private readonly retention: RetentionService) {}

  @Access('viewer')
  @Get('retention')
  @ApiOperation({ summary: 'What is kept of runs that are over' })
  @ApiOkResponse({ type: RetentionSettingsModel })
  settings(): Promise<RetentionSettings> {
    return this.retention.getSettings();
  }

  @Access('operator')
  @Patch('retention')
  @ApiOperation({ summary: 'Change what is kept of runs that are over' })
  @ApiBody({ type: SetRetentionInput })
  @ApiOkResponse({ type: RetentionSettingsModel })
  change(@Body() input: SetRetentionInput): Promise<RetentionSettings> {
    return this.retention.setSettings(input);
  }

  @Access('operator')
  @Post('retention/prune')
  @HttpCode(200)
  @ApiOperation({ summary: 'Prune individuals that left long ago, by the settings' })
  @ApiBody({ type: PruneInput })
  @ApiOkResponse({ type: PrunedRunModel, isArray: true })
  prune(@Body() input: PruneInput): Promise<Pruned[]> {
    return this.retention.prune(pruneOrder(input));
  }

  @Access('operator')
  @Get('runs/:runId/verification')
  @ApiOperation({ summary: 'Whether what is kept of a run is what it was; reads the whole run' })
  @ApiParam({ name: 'runId', description: 'Of the run' })
  @ApiQuery({ name: 'againstRunId', required: false, description: 'The same run, made again' })
  @ApiOkResponse({ type: RunVerificationModel })
  verify(@Param('runId') runId: string, @Query('againstRunId') againstRunId?: string): Promise<Verification> {
    return this.retention.verify(runId, againstRunId ?? null);
  }
}
