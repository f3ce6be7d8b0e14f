import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { Access } from '../../platform/auth/access.ts';
import { PermutedIcsService } from './permuted-ics.service.ts';
import { PermutedIcInput, PermutedIcModel, RunSignificanceModel } from './significance.models.ts';
import { DEFAULT_COUNT, MOST_FACTORS } from './significance.resolver.ts';
import { Significance } from './significance.service.ts';

class SignificanceQuery {
  @ApiProperty({
    description: 'Fittest factors to list',
    required: false,
    type: 'integer',
    minimum: 1,
    maximum: MOST_FACTORS,
    default: DEFAULT_COUNT,
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_FACTORS)
  count?: number;

  @ApiProperty({
    description: '`true`: show the test period too; the look is recorded and counted',
    required: false,
    enum: ['true', 'false'],
    default: 'false',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  includeTest?: 'true' | 'false';
}

@ApiTags('significance')
@Controller('v1')
export class SignificanceController {
  constructor(
    private readonly significance: Significance,
    private readonly permuted: PermutedIcsService,
  ) {}

  @Access('viewer')
  @Get('runs/:runId/significance')
  @ApiOperation({
    summary:
      'How far to trust what a run found: programs tried, noise ceiling, deflated significance, control',
  })
  @ApiParam({ name: 'runId', description: 'Of the run' })
  @ApiOkResponse({ type: RunSignificanceModel })
  ofRun(@Param('runId') runId: string, @Query() query: SignificanceQuery): Promise<RunSignificanceModel> {
    const includeTest = query.includeTest === 'true';
    return this.significance.ofRun(runId, { count: query.count ?? DEFAULT_COUNT, includeTest });
  }

  @Access('researcher')
  @Post('factors/permuted-ic')
  @HttpCode(200)
  @ApiOperation({ summary: 'Mean rank ICs of a factor under labels permuted within days' })
  @ApiBody({ type: PermutedIcInput })
  @ApiOkResponse({ type: PermutedIcModel })
  permutedIc(@Body() input: PermutedIcInput): Promise<PermutedIcModel> {
    return this.permuted.measure(input);
  }
}
