import { InputType, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ApiProperty, IntersectionType, OmitType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Described, DescribedInput } from '../../platform/graphql/described.ts';
import { TopFactorsQuery } from '../factors/factors.queries.ts';
import { MeasurementInput } from '../factors/measurement.inputs.ts';
import type { ColumnType } from './export-column.ts';
import { EXPORT_FORMATS, type ExportFormat, ExportFormatEnum } from './export-format.ts';

/** Series are computed for factors that have none yet: no page of them, but a bounded answer. */
export const MOST_SERIES = 200;
const MOST_FORMULAS = 50;
const MOST_ROWS = 100_000_000;

const asList = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' ? value.split(',').filter((item) => item !== '') : value;

class FormatQuery {
  @ApiProperty({ description: 'File format.', required: false, enum: EXPORT_FORMATS, default: 'csv' })
  @IsOptional()
  @IsIn(EXPORT_FORMATS)
  format?: ExportFormat;
}

class LimitQuery extends FormatQuery {
  @ApiProperty({
    description: 'At most so many rows; all unless told.',
    required: false,
    type: 'integer',
    minimum: 1,
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_ROWS)
  limit?: number;
}

class SearchQuery extends OmitType(TopFactorsQuery, ['pageSize', 'pageToken'] as const) {}

/** Query parameters of the export of factors: those of the list of top factors, without pages. */
export class ExportFactorsQuery extends IntersectionType(LimitQuery, SearchQuery) {}

export class ExportLineageQuery extends LimitQuery {
  @ApiProperty({
    description: 'Births in this run alone; of every run unless told.',
    required: false,
    type: 'string',
  })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  runId?: string;
}

export class ExportIcSeriesQuery extends IntersectionType(FormatQuery, SearchQuery) {
  @ApiProperty({
    description: `The factors, by commas, at most ${MOST_SERIES}; unless told, the best of the query.`,
    required: false,
    type: [String],
  })
  @IsOptional()
  @Transform(asList)
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MOST_SERIES)
  @IsString({ each: true })
  factorIds?: string[];

  @ApiProperty({
    description: 'Without factorIds: the best so many.',
    required: false,
    type: 'integer',
    minimum: 1,
    maximum: MOST_SERIES,
    default: 50,
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_SERIES)
  limit?: number;
}

@InputType('ExportValuesInput', { description: 'Formulas whose daily values are wanted, and where.' })
export class ExportValuesInput extends MeasurementInput {
  @DescribedInput(() => String, { list: true, description: `1 to ${MOST_FORMULAS} formulas.` })
  @ArrayNotEmpty()
  @ArrayMaxSize(MOST_FORMULAS)
  formulas: string[];

  @DescribedInput(() => ExportFormatEnum, { nullable: true, description: 'File format; csv unless told.' })
  format?: ExportFormat;
}

export const ColumnTypeEnum = {
  TEXT: 'text',
  INTEGER: 'integer',
  LONG: 'long',
  NUMBER: 'number',
  FLAG: 'flag',
  DAY: 'day',
  TIME: 'time',
} as const satisfies Record<string, ColumnType>;

registerEnumType(ColumnTypeEnum, {
  name: 'ExportColumnType',
  description: 'Type of the cells of an exported column.',
  valuesMap: {
    TEXT: { description: 'UTF-8 text; ids too.' },
    INTEGER: { description: '32 bits, signed.' },
    LONG: { description: '64 bits, signed; all digits in CSV and NDJSON.' },
    NUMBER: { description: 'float64; the shortest text that reads back to it in CSV and NDJSON.' },
    FLAG: { description: 'true or false.' },
    DAY: { description: 'A date without zone: YYYY-MM-DD in CSV and NDJSON, DATE in Arrow and Parquet.' },
    TIME: { description: 'UTC: RFC 3339 in CSV and NDJSON, milliseconds in Arrow and Parquet.' },
  },
});

@ObjectType('ExportColumn', { description: 'A column of an exported table.' })
export class ExportColumnModel {
  @Described(() => String, { description: 'Name in the file.' })
  name: string;

  @Described(() => ColumnTypeEnum, { description: 'Type of its cells.' })
  type: ColumnType;

  @Described(() => Boolean, { description: 'Whether cells may be missing.' })
  nullable: boolean;

  @Described(() => String, { description: 'Definition, unit and sign.' })
  description: string;
}

@ObjectType('ExportTable', {
  description:
    'A table that can be exported (导出) as a file: streamed by REST, in one snapshot of the store.',
})
export class ExportTableModel {
  @Described(() => String, { description: 'Name, and that of the file.' })
  name: string;

  @Described(() => String, { description: 'What a row is.' })
  row: string;

  @Described(() => String, { description: 'Method and path of the REST route; its parameters are in /docs.' })
  route: string;

  @Described(() => ExportFormatEnum, { list: true, description: 'File formats.' })
  formats: ExportFormat[];

  @Described(() => ExportColumnModel, { list: true, description: 'Its columns, in order.' })
  columns: ExportColumnModel[];
}
