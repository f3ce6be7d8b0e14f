import { Float, ID, InputType, Int } from '@nestjs/graphql';
import {
  TEAR_SHEET_BOUNDS,
  TEAR_SHEET_DEFAULTS,
} from '../../core/statistics/tear-sheet/tear-sheet-options.ts';
import { DescribedInput } from '../../platform/graphql/described.ts';
import { MeasurementInput } from '../factors/measurement.inputs.ts';
import { CHECK_DEFAULTS } from './check-defaults.ts';

const { groups, movingAverageDays, decayDays, costPerSide } = TEAR_SHEET_BOUNDS;

@InputType('TearSheetInput', { description: 'Where to measure a tear sheet, and how to draw it.' })
export class TearSheetInput extends MeasurementInput {
  @DescribedInput(() => Int, {
    nullable: true,
    ...groups,
    description: "Quantile groups (分组数); the definition's unless told.",
  })
  groups?: number;

  @DescribedInput(() => Int, {
    nullable: true,
    list: true,
    ...movingAverageDays,
    description: `Windows of the moving averages in days, at most ${TEAR_SHEET_BOUNDS.movingAverages}; ${TEAR_SHEET_DEFAULTS.movingAverageDays.join(' and ')} unless told.`,
  })
  movingAverageDays?: number[];

  @DescribedInput(() => Int, {
    nullable: true,
    ...decayDays,
    description: `Horizons of the decay, from 1 to so many days; ${TEAR_SHEET_DEFAULTS.decayDays} unless told.`,
  })
  decayDays?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    ...costPerSide,
    description: `Cost of each side of a trade as a fraction (单边成本); ${TEAR_SHEET_DEFAULTS.costPerSide} unless told.`,
  })
  costPerSide?: number;

  @DescribedInput(() => ID, {
    nullable: true,
    description: 'Library that LIBRARY_CORRELATION looks at; left out, that check is UNKNOWN.',
  })
  libraryId?: string;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description: `Limit of LOW_IC; ${CHECK_DEFAULTS.minimumIc} unless told.`,
  })
  minimumIc?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description: `Limit of HIGH_TURNOVER; ${CHECK_DEFAULTS.maximumTurnover} unless told.`,
  })
  maximumTurnover?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description: `Limit of LIBRARY_CORRELATION; the library's own, else ${CHECK_DEFAULTS.maximumCorrelation}, unless told.`,
  })
  maximumCorrelation?: number;

  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 1,
    maximum: 1000,
    description: `Limit of TOO_LONG; ${CHECK_DEFAULTS.maximumSize} unless told.`,
  })
  maximumSize?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description: "Limit of LOW_COVERAGE; the definition's unless told.",
  })
  minimumCoverage?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description: `Limit of NOT_SIGNIFICANT; ${CHECK_DEFAULTS.maximumPValue} unless told.`,
  })
  maximumPValue?: number;
}

@InputType('MakeTearSheetInput', { description: 'A formula or a stored factor, and how to draw it.' })
export class MakeTearSheetInput extends TearSheetInput {
  @DescribedInput(() => String, {
    nullable: true,
    description: 'A formula such as ts_norm(cs_norm(HIGH),20). Either this or factorId.',
  })
  formula?: string;

  @DescribedInput(() => ID, {
    nullable: true,
    description: 'A stored factor, by id or canonical hash. Either this or formula.',
  })
  factorId?: string;
}
