import { ArgsType, Field, ID, Int } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { ConnectionArgs } from '../../platform/paging/connection.ts';
import { PageQuery } from '../../platform/paging/page-query.ts';
import { PopulationOrderEnum, RunStateEnum, type ShownRunState } from './run.enums.ts';

/** Arguments of the list of runs in GraphQL. */
@ArgsType()
export class RunListArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Only runs on this dataset.' })
  @IsOptional()
  @IsUUID()
  datasetId?: string;

  @Field(() => ID, { nullable: true, description: 'Only runs of this experiment.' })
  @IsOptional()
  @IsUUID()
  experimentId?: string;

  @Field(() => ID, { nullable: true, description: 'Only runs of this schedule.' })
  @IsOptional()
  @IsUUID()
  scheduleId?: string;

  @Field(() => RunStateEnum, { nullable: true, description: 'Only runs in this state.' })
  @IsOptional()
  @IsIn(Object.values(RunStateEnum))
  state?: ShownRunState;
}

/** The same for REST. */
export class RunListQuery extends PageQuery {
  @ApiProperty({ required: false, type: 'string', format: 'uuid', description: 'Only runs on this dataset.' })
  @IsOptional()
  @IsUUID()
  datasetId?: string;

  @ApiProperty({
    required: false,
    type: 'string',
    format: 'uuid',
    description: 'Only runs of this experiment.',
  })
  @IsOptional()
  @IsUUID()
  experimentId?: string;

  @ApiProperty({
    required: false,
    type: 'string',
    format: 'uuid',
    description: 'Only runs of this schedule.',
  })
  @IsOptional()
  @IsUUID()
  scheduleId?: string;

  @ApiProperty({
    required: false,
    enum: Object.values(RunStateEnum),
    description: 'Only runs in this state.',
  })
  @IsOptional()
  @IsIn(Object.values(RunStateEnum))
  state?: ShownRunState;
}

@ArgsType()
export class IndividualsArgs extends ConnectionArgs {
  @Field(() => PopulationOrderEnum, { nullable: true, description: 'FITNESS unless told.' })
  @IsOptional()
  @IsIn(Object.values(PopulationOrderEnum))
  order?: keyof typeof PopulationOrderEnum;
}

@ArgsType()
export class PopulationArgs extends IndividualsArgs {
  @Field(() => Int, { nullable: true, description: 'Who lived when it was committed; the last unless told.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  generation?: number;
}

export class PopulationQuery extends PageQuery {
  @ApiProperty({ required: false, type: 'integer', description: 'Generation; the last unless told.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(0)
  generation?: number;

  @ApiProperty({
    required: false,
    enum: Object.values(PopulationOrderEnum),
    default: 'FITNESS',
    description: 'Fittest or youngest first.',
  })
  @IsOptional()
  @IsIn(Object.values(PopulationOrderEnum))
  order?: keyof typeof PopulationOrderEnum;
}

export const MAXIMUM_GENERATIONS = 5_000;

/** A run's generations are a series, read forward from a generation. */
export class GenerationsQuery {
  @ApiProperty({ required: false, type: 'integer', description: 'Only generations after this one.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(-1)
  after?: number;

  @ApiProperty({ required: false, type: 'integer', default: 1000, description: 'At most so many.' })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MAXIMUM_GENERATIONS)
  limit?: number;
}
