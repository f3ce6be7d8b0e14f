import { ArgsType, Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { Described } from '../../platform/graphql/described.ts';
import { ConnectionArgs, connectionType, pageType } from '../../platform/paging/connection.ts';
import { PageQuery } from '../../platform/paging/page-query.ts';
import { PeriodModel } from '../experiments/experiment.settings.ts';

@ObjectType('TestLook', {
  description:
    'Somebody was shown figures of a test period (查看样本外). Looks within a minute are one, counted.',
})
export class TestLookModel {
  @Described(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Described(() => Date, { description: 'The first time, UTC.' })
  at: Date;

  @Described(() => Date, { description: 'The last time within that minute, UTC.' })
  lastAt: Date;

  @Described(() => Int, { description: 'How often within that minute.' })
  times: number;

  @Described(() => String, { description: 'Name of the key; "local" on this machine without keys.' })
  who: string;

  @Described(() => String, { description: 'What was asked.' })
  operation: string;

  @Described(() => ID, { description: 'The series whose days were looked at.' })
  seriesId: string;

  @Described(() => ID, { description: 'Its dataset that was meant.' })
  datasetId: string;

  @Described(() => ID, { nullable: true, description: 'The run whose test period was asked for by name.' })
  runId: string | null;

  @Described(() => PeriodModel, { description: 'The days that were shown.' })
  period: PeriodModel;
}

export const TestLookConnection = connectionType('TestLook', TestLookModel);
export const TestLookPage = pageType('TestLook', TestLookModel);

const FILTERS = {
  seriesId: 'Only looks at this series.',
  runId: 'Only looks at the test period of this run.',
  who: 'Only looks of this caller.',
} as const;

@ArgsType()
export class TestLookArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: FILTERS.seriesId })
  @IsOptional()
  @IsUUID()
  seriesId?: string;

  @Field(() => ID, { nullable: true, description: FILTERS.runId })
  @IsOptional()
  @IsUUID()
  runId?: string;

  @Field(() => String, { nullable: true, description: FILTERS.who })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  who?: string;
}

export class TestLookQuery extends PageQuery {
  @ApiProperty({ description: FILTERS.seriesId, required: false })
  @IsOptional()
  @IsUUID()
  seriesId?: string;

  @ApiProperty({ description: FILTERS.runId, required: false })
  @IsOptional()
  @IsUUID()
  runId?: string;

  @ApiProperty({ description: FILTERS.who, required: false })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  who?: string;
}
