import { ArgsType, Field, ID } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import { ConnectionArgs } from '../../platform/paging/connection.ts';
import { PageQuery } from '../../platform/paging/page-query.ts';

const OF_SERIES = 'Datasets of this series alone.';

@ArgsType()
export class DatasetListArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: OF_SERIES })
  @IsOptional()
  @IsUUID()
  seriesId?: string;
}

export class DatasetListQuery extends PageQuery {
  @ApiProperty({ description: OF_SERIES, required: false, type: 'string' })
  @IsOptional()
  @IsUUID()
  seriesId?: string;
}
