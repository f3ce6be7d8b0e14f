import { Float, InputType } from '@nestjs/graphql';
import { ArrayMaxSize } from 'class-validator';
import { DescribedInput } from '../../platform/graphql/described.ts';
import {
  AdjustmentEnum,
  BarSourceEnum,
  BarStampEnum,
  ColumnFileEnum,
  ColumnRoleEnum,
  ColumnUnitEnum,
  PricesEnum,
  SuspendedRowsEnum,
  SymbolSourceEnum,
} from './import.enums.ts';

const MAXIMUM_FILES = 1000;
const MAXIMUM_COLUMNS = 200;

@InputType('ColumnNameInput', { description: 'How a known column is called in the files.' })
export class ColumnNameInput {
  @DescribedInput(() => ColumnRoleEnum, { description: 'The known column.' })
  role: string;

  @DescribedInput(() => String, { maximumLength: 200, description: 'Its name in the files.' })
  column: string;
}

@InputType('ColumnUnitInput', {
  description: 'Unit of a known column, where it is not yuan, lots or a fraction.',
})
export class ColumnUnitInput {
  @DescribedInput(() => ColumnRoleEnum, { description: 'The known column.' })
  role: string;

  @DescribedInput(() => ColumnUnitEnum, { description: 'Its unit.' })
  unit: string;
}

@InputType('DeclaredColumnInput', {
  description: 'A column beyond the known ones that becomes a field 字段.',
})
export class DeclaredColumnInput {
  @DescribedInput(() => String, { maximumLength: 200, description: 'Name in the files.' })
  column: string;

  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 40,
    description: 'Name in formulas: UPPER CASE daily, lower case minute. Default: the column in that case.',
  })
  name?: string;

  @DescribedInput(() => String, {
    maximumLength: 40,
    description: 'Dimension 量纲: none, yuan, lot, yuan/lot, yuan^2*lot^-1 ...',
  })
  dimension: string;

  @DescribedInput(() => Float, { nullable: true, description: 'Figures are multiplied by this; default 1.' })
  scale?: number;

  @DescribedInput(() => Boolean, {
    nullable: true,
    description: 'Follows the price adjustment, as a price does; default false.',
  })
  adjusted?: boolean;

  @DescribedInput(() => ColumnFileEnum, { nullable: true, description: 'Kind of file; default daily.' })
  file?: string;
}

@InputType('MarketColumnInput', { description: 'A column of the market file that becomes a market vector.' })
export class MarketColumnInput {
  @DescribedInput(() => String, { maximumLength: 40, description: 'Name in formulas, e.g. MARKET_RETURN.' })
  name: string;

  @DescribedInput(() => String, { maximumLength: 200, description: 'Name in the file.' })
  column: string;
}

@InputType('CreateImportInput', {
  description:
    'Files of the import folder (CSV, CSV.gz or Parquet, long format) and how they are to be read.',
})
export class CreateImportInput {
  @DescribedInput(() => String, { maximumLength: 200, description: 'What to call the dataset.' })
  name: string;

  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 200,
    description:
      'Series; default: the name. One that is there already is continued: its history must agree. Content that the store holds keeps its series.',
  })
  series?: string;

  @ArrayMaxSize(MAXIMUM_FILES)
  @DescribedInput(() => String, {
    nullable: true,
    list: true,
    description: 'Files of daily bars 日线, relative to the import folder.',
  })
  daily?: string[];

  @ArrayMaxSize(MAXIMUM_FILES)
  @DescribedInput(() => String, {
    nullable: true,
    list: true,
    description: 'Files of minute bars 分钟线, relative to the import folder; any regular bar count a day.',
  })
  minutes?: string[];

  @DescribedInput(() => String, { nullable: true, description: 'File of market vectors 市场向量.' })
  market?: string;

  @ArrayMaxSize(MAXIMUM_COLUMNS)
  @DescribedInput(() => ColumnNameInput, {
    nullable: true,
    list: true,
    description: 'Names of known columns, where they differ from the role.',
  })
  columns?: ColumnNameInput[];

  @ArrayMaxSize(MAXIMUM_COLUMNS)
  @DescribedInput(() => ColumnUnitInput, {
    nullable: true,
    list: true,
    description: 'Units of known columns.',
  })
  units?: ColumnUnitInput[];

  @ArrayMaxSize(MAXIMUM_COLUMNS)
  @DescribedInput(() => DeclaredColumnInput, {
    nullable: true,
    list: true,
    description: 'Further columns that become fields.',
  })
  fields?: DeclaredColumnInput[];

  @ArrayMaxSize(MAXIMUM_COLUMNS)
  @DescribedInput(() => MarketColumnInput, {
    nullable: true,
    list: true,
    description:
      'Columns of the market file. Default: market_return, market_amplitude, market_turnover, market_up_ratio.',
  })
  marketColumns?: MarketColumnInput[];

  @DescribedInput(() => AdjustmentEnum, { nullable: true, description: 'Default rebase.' })
  adjustment?: 'rebase' | 'asGiven';

  @DescribedInput(() => PricesEnum, { nullable: true, description: 'Default raw.' })
  prices?: 'raw' | 'adjusted';

  @DescribedInput(() => Boolean, {
    nullable: true,
    description:
      'Prices are forward-adjusted 前复权: labelled and warned of. Detected where a factor is given.',
  })
  forwardAdjusted?: boolean;

  @DescribedInput(() => BarSourceEnum, { nullable: true, description: 'Of daily prices; default file.' })
  dailyFrom?: 'bars' | 'file';

  @DescribedInput(() => BarSourceEnum, { nullable: true, description: 'Of daily volumes; default bars.' })
  volumeFrom?: 'bars' | 'file';

  @DescribedInput(() => SymbolSourceEnum, { nullable: true, description: 'Default minutes.' })
  symbols?: 'minutes' | 'daily';

  @DescribedInput(() => SuspendedRowsEnum, { nullable: true, description: 'Default missing.' })
  suspendedRows?: 'missing' | 'asGiven';

  @DescribedInput(() => BarStampEnum, { nullable: true, description: 'Default end.' })
  barStamp?: 'end' | 'start';

  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 8,
    description: 'Opening time, HH:MM, exchange time. Default: inferred from the bars.',
  })
  opens?: string;

  @DescribedInput(() => String, { nullable: true, maximumLength: 20, description: 'Default CNY.' })
  currency?: string;

  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 10,
    description: 'Last day that may occur, YYYY-MM-DD; later rows are bad. Default: any.',
  })
  today?: string;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description:
      'Leave bad rows out, up to this share of all rows. Default 0: one bad row refuses the import.',
  })
  skipBadRows?: number;

  @DescribedInput(() => String, {
    nullable: true,
    maximumLength: 200,
    description: 'The same key gives the same import. REST: header Idempotency-Key.',
  })
  idempotencyKey?: string;
}
