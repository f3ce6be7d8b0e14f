import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsString, MaxLength } from 'class-validator';
import { Access } from '../../../platform/auth/access.ts';
import { RunComparisonModel } from './comparison.models.ts';
import { RunComparison } from './run-comparison.service.ts';

class RunComparisonQuery {
  @ApiProperty({ description: 'Ids of two to ten runs, separated by commas, or one for each `runIds`' })
  @Transform(({ value }) => (Array.isArray(value) ? value.join(',') : value))
  @IsString()
  @MaxLength(1000)
  runIds: string;
}

@ApiTags('runs')
@Controller('v1/run-comparison')
export class ComparisonController {
  constructor(private readonly comparison: RunComparison) {}

  @Access('viewer')
  @Get()
  @ApiOperation({ summary: 'Runs side by side: settings that differ, curves, shared factors' })
  @ApiOkResponse({ type: RunComparisonModel })
  compare(@Query() { runIds }: RunComparisonQuery): Promise<RunComparisonModel> {
    return this.comparison.compare(runIds.split(',').map((id) => id.trim()));
  }
}
