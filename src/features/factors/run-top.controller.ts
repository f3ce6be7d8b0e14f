import { Controller, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Access } from '../../platform/auth/access.ts';
import { RunTopEvaluationModel } from './run-top.models.ts';
import { MAXIMUM_RUN_TOP, RunTopEvaluations } from './run-top.service.ts';

class RunTopQuery {
  @ApiProperty({
    description: 'At most so many factors, fittest first',
    required: false,
    type: 'integer',
    minimum: 1,
    maximum: MAXIMUM_RUN_TOP,
    default: 50,
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAXIMUM_RUN_TOP)
  count?: number;
}

@ApiTags('factors')
@Controller('v1/runs')
export class RunTopController {
  constructor(private readonly runTop: RunTopEvaluations) {}

  @Access('researcher')
  @Post(':runId/evaluate-top')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Have a worker measure its best factors on train, validation and test; may be repeated',
  })
  @ApiParam({ name: 'runId', description: 'Of the run' })
  @ApiOkResponse({ type: RunTopEvaluationModel })
  evaluateTop(
    @Param('runId') runId: string,
    @Query() { count }: RunTopQuery,
  ): Promise<RunTopEvaluationModel> {
    return this.runTop.request(runId, count);
  }
}
