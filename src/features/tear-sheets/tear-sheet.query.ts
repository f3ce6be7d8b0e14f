import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsNumber, IsOptional, IsString, Max, Min } from 'class-validator';
import { TEAR_SHEET_BOUNDS } from '../../core/statistics/tear-sheet/tear-sheet-options.ts';
import { MeasurementQuery, measurementOf } from '../factors/factors.queries.ts';
import type { TearSheetInput } from './tear-sheet.inputs.ts';

const { groups, movingAverages, movingAverageDays, decayDays, costPerSide } = TEAR_SHEET_BOUNDS;
/** `20,60` and `a=20&a=60` are both lists of numbers. */
const asNumbers = ({ value }: { value: unknown }): unknown =>
  (typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [value]).map(Number);

/** Query parameters of a tear sheet; limits of checks beside the usual ones go by `POST /v1/tear-sheets`. */
export class TearSheetQuery extends MeasurementQuery {
  @ApiProperty({ description: 'Quantile groups', required: false, type: 'integer', ...groups })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(groups.minimum)
  @Max(groups.maximum)
  groups?: number;

  @ApiProperty({
    description: 'Windows of the moving averages in days, by commas; 20,60 unless told',
    required: false,
    type: [Number],
  })
  @IsOptional()
  @Transform(asNumbers)
  @IsArray()
  @ArrayMaxSize(movingAverages)
  @IsInt({ each: true })
  @Min(movingAverageDays.minimum, { each: true })
  @Max(movingAverageDays.maximum, { each: true })
  movingAverageDays?: number[];

  @ApiProperty({ description: 'Horizons of the decay', required: false, type: 'integer', ...decayDays })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(decayDays.minimum)
  @Max(decayDays.maximum)
  decayDays?: number;

  @ApiProperty({
    description: 'Cost of each side, a fraction',
    required: false,
    type: 'number',
    ...costPerSide,
  })
  @IsOptional()
  @Type(() => Number)
  @IsNumber()
  @Min(costPerSide.minimum)
  @Max(costPerSide.maximum)
  costPerSide?: number;

  @ApiProperty({ description: 'Library to compare with', required: false, type: 'string' })
  @IsOptional()
  @IsString()
  libraryId?: string;
}

export function tearSheetInputOf(query: TearSheetQuery): TearSheetInput {
  const { groups, movingAverageDays, decayDays, costPerSide, libraryId } = query;
  return { ...measurementOf(query), groups, movingAverageDays, decayDays, costPerSide, libraryId };
}
