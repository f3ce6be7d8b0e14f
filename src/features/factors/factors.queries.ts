import { ArgsType, Field, ID } from '@nestjs/graphql';
import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { ConnectionArgs } from '../../platform/paging/connection.ts';
import { PageQuery } from '../../platform/paging/page-query.ts';
import {
  type EvaluationPrecision,
  EvaluationPrecisionEnum,
  type FactorMetric,
  FactorMetricEnum,
  LineageDirectionEnum,
  type PeriodRole,
  PeriodRoleEnum,
} from './factor.enums.ts';
import type { EvaluationFilter } from './factor-queries.store.ts';
import type { LineageSide } from './factors.service.ts';
import type { MeasurementInput } from './measurement.inputs.ts';
import { INCLUDES, type Include } from './shown-pages.ts';
import type { TopFactorsInput } from './top-factors.inputs.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const optional = (description: string): object => ({ description, required: false, type: 'string' });
/** `a,b` and `a=1&a=2` are both lists. */
const asList = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.split(',').filter((item) => item !== '') : value;

/** Query parameters that say where factors are measured: `MeasurementInput` without a definition of one's own. */
export class MeasurementQuery {
  @ApiProperty(optional("The market; left out, the series' latest, else the run's"))
  @IsOptional()
  @IsString()
  datasetId?: string;

  @ApiProperty(optional('A series: its latest dataset is taken'))
  @IsOptional()
  @IsString()
  seriesId?: string;

  @ApiProperty(optional('The run whose market, periods and definition are meant'))
  @IsOptional()
  @IsString()
  runId?: string;

  @ApiProperty(optional('First day, YYYY-MM-DD; with `to`, instead of a role'))
  @IsOptional()
  @Matches(DAY)
  from?: string;

  @ApiProperty(optional('Last day, YYYY-MM-DD'))
  @IsOptional()
  @Matches(DAY)
  to?: string;

  @ApiProperty({
    description: "A period of the run's experiment; train unless told",
    required: false,
    enum: Object.values(PeriodRoleEnum),
  })
  @IsOptional()
  @IsIn(Object.values(PeriodRoleEnum))
  role?: PeriodRole;

  @ApiProperty(optional('Hash of a definition that is known here'))
  @IsOptional()
  @IsString()
  @MaxLength(64)
  definitionHash?: string;
}

/** Query parameters of the list of top factors. */
export class TopFactorsQuery extends IntersectionType(PageQuery, MeasurementQuery) {
  @ApiProperty({
    description: 'Order',
    required: false,
    enum: Object.values(FactorMetricEnum),
    default: 'RANK_IC',
  })
  @IsOptional()
  @IsIn(Object.values(FactorMetricEnum))
  metric?: FactorMetric;

  @ApiProperty(optional('Only factors that lived in this run'))
  @IsOptional()
  @IsString()
  foundByRun?: string;

  @ApiProperty({
    description: 'What stands beside each factor, by commas',
    required: false,
    enum: INCLUDES,
    isArray: true,
  })
  @IsOptional()
  @Transform(asList)
  @IsArray()
  @IsIn(INCLUDES, { each: true })
  include?: Include[];

  @ApiProperty({ description: 'Operators that must all be used, by commas', required: false, type: [String] })
  @IsOptional()
  @Transform(asList)
  @IsArray()
  @IsString({ each: true })
  operators?: string[];

  @ApiProperty({ description: 'Fields that must all be read, by commas', required: false, type: [String] })
  @IsOptional()
  @Transform(asList)
  @IsArray()
  @IsString({ each: true })
  fields?: string[];

  @ApiProperty({ description: 'Largest size', required: false, type: 'integer', minimum: 1 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  maximumSize?: number;

  @ApiProperty({
    description: "Smallest coverage (覆盖率); the definition's own minimum unless told",
    required: false,
    type: 'number',
    minimum: 0,
    maximum: 1,
  })
  @IsOptional()
  @Type(() => Number)
  @IsNumber()
  @Min(0)
  @Max(1)
  minimumCoverage?: number;
}

/** Arguments of a factor's evaluations in GraphQL. */
@ArgsType()
export class EvaluationsArgs extends ConnectionArgs {
  @Field(() => ID, { nullable: true, description: 'Only on this dataset.' })
  @IsOptional()
  @IsUUID()
  datasetId?: string;

  @Field(() => EvaluationPrecisionEnum, { nullable: true, description: 'Only by this engine.' })
  @IsOptional()
  @IsIn(Object.values(EvaluationPrecisionEnum))
  precision?: EvaluationPrecision;
}

/** The same for REST. */
export class EvaluationsQuery extends PageQuery {
  @ApiProperty({ required: false, type: 'string', format: 'uuid', description: 'Only on this dataset.' })
  @IsOptional()
  @IsUUID()
  datasetId?: string;

  @ApiProperty({
    required: false,
    enum: Object.values(EvaluationPrecisionEnum),
    description: 'Only by this engine.',
  })
  @IsOptional()
  @IsIn(Object.values(EvaluationPrecisionEnum))
  precision?: EvaluationPrecision;
}

export const evaluationFilterOf = ({
  datasetId,
  precision,
}: Pick<EvaluationsArgs, 'datasetId' | 'precision'>): EvaluationFilter => ({
  datasetId: datasetId ?? null,
  precision: precision ?? null,
});

/** Query parameters of a factor's family. */
export class LineageQuery {
  @ApiProperty({ description: 'Which side of the family', enum: Object.values(LineageDirectionEnum) })
  @IsIn(Object.values(LineageDirectionEnum))
  direction: LineageSide;

  @ApiProperty({ description: 'Steps to follow', required: false, type: 'integer', minimum: 1, default: 10 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  depth?: number;
}

export function measurementOf(query: MeasurementQuery): MeasurementInput {
  const { datasetId, seriesId, runId, role, definitionHash, from, to } = query;
  const period = from === undefined && to === undefined ? {} : { period: { from: from ?? '', to: to ?? '' } };
  return { datasetId, seriesId, runId, role, definitionHash, ...period };
}

export function topFactorsInputOf(query: TopFactorsQuery): TopFactorsInput {
  const { metric, foundByRun, operators, fields, maximumSize, minimumCoverage } = query;
  return { ...measurementOf(query), metric, foundByRun, operators, fields, maximumSize, minimumCoverage };
}
