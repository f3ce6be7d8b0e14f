import { registerEnumType } from '@nestjs/graphql';
import { BAD_ROW_REASONS } from '../../compute/panel/import/bad-rows.ts';
import { COLUMN_ROLES } from '../../compute/panel/import/import-options.ts';
import { UNITS } from '../../compute/panel/import/units.ts';

// REST carries the values, GraphQL the SCREAMING names.

const screaming = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
const enumOf = <T extends string>(values: readonly T[]): Readonly<Record<string, T>> =>
  Object.fromEntries(values.map((value) => [screaming(value), value]));
const namesOf = (words: object): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.keys(words).map((name) => [name, name]));

export const ImportStateEnum = {
  QUEUED: 'QUEUED',
  RUNNING: 'RUNNING',
  COMPLETED: 'COMPLETED',
  FAILED: 'FAILED',
} as const;
registerEnumType(ImportStateEnum, {
  name: 'ImportState',
  description: 'Where an import stands.',
  valuesMap: {
    QUEUED: { description: 'It waits for a worker.' },
    RUNNING: { description: 'A worker reads or writes.' },
    COMPLETED: { description: 'The dataset is there.' },
    FAILED: { description: 'Nothing was stored; the reason says why.' },
  },
});

export const ImportPhaseEnum = enumOf(['reading', 'building', 'writing'] as const);
registerEnumType(ImportPhaseEnum, {
  name: 'ImportPhase',
  description: 'What an import does: it reads the files, builds the dataset day by day, writes it.',
  valuesMap: {
    READING: { description: 'The files are read.' },
    BUILDING: { description: 'The dataset is built, day by day.' },
    WRITING: { description: 'It is written to the data folder.' },
  },
});

export const BadRowReasonEnum = namesOf(BAD_ROW_REASONS);
registerEnumType(BadRowReasonEnum, {
  name: 'BadRowReason',
  description: 'Why a row cannot be taken.',
  valuesMap: Object.fromEntries(
    Object.entries(BAD_ROW_REASONS).map(([reason, description]) => [reason, { description }]),
  ),
});

export const ColumnRoleEnum = enumOf(COLUMN_ROLES);
registerEnumType(ColumnRoleEnum, {
  name: 'ColumnRole',
  description: 'A column that imports understand.',
  valuesMap: {
    DATE: { description: 'Trading day.' },
    TIME: { description: 'Stamp of a minute bar.' },
    SYMBOL: { description: 'Name of the stock.' },
    OPEN: { description: 'Opening price (开盘价).' },
    HIGH: { description: 'Highest price (最高价).' },
    LOW: { description: 'Lowest price (最低价).' },
    CLOSE: { description: 'Closing price (收盘价).' },
    PREV_CLOSE: { description: 'Closing price of the day before (前收盘价).' },
    VOLUME: { description: 'Volume traded (成交量).' },
    AMOUNT: { description: 'Money traded (成交额).' },
    VWAP: { description: 'Average price of the day by volume (成交均价).' },
    TURNOVER: { description: 'Turnover rate (换手率).' },
    FLOAT_CAP: { description: 'Market value of the free float (流通市值).' },
    ADJ_FACTOR: { description: 'Adjustment factor (复权因子).' },
    IS_ST: { description: 'Whether it is under special treatment (ST).' },
    LIMIT_UP: { description: 'Upper price limit (涨停价).' },
    LIMIT_DOWN: { description: 'Lower price limit (跌停价).' },
    LIST_DATE: { description: 'Day of listing (上市日).' },
  },
});

export const ColumnUnitEnum = enumOf(Object.keys(UNITS));
registerEnumType(ColumnUnitEnum, {
  name: 'ColumnUnit',
  description: 'Unit of a column: yuan stands for any currency unit; a lot 手 is 100 shares.',
  valuesMap: {
    NONE: { description: 'A plain number.' },
    YUAN: { description: 'Yuan (元).' },
    FEN: { description: 'A hundredth of a yuan (分).' },
    THOUSAND_YUAN: { description: '1,000 yuan (千元).' },
    TEN_THOUSAND_YUAN: { description: '10,000 yuan (万元).' },
    MILLION_YUAN: { description: '1,000,000 yuan (百万元).' },
    HUNDRED_MILLION_YUAN: { description: '100,000,000 yuan (亿元).' },
    SHARE: { description: 'A share (股).' },
    THOUSAND_SHARES: { description: '1,000 shares (千股).' },
    LOT: { description: 'A lot of 100 shares (手).' },
    FRACTION: { description: 'A fraction: 0.01 is one hundredth.' },
    PERCENT: { description: 'Per cent: 1 is one hundredth.' },
    PERMILLE: { description: 'Per mille: 1 is one thousandth.' },
  },
});

export const AdjustmentEnum = enumOf(['rebase', 'asGiven'] as const);
registerEnumType(AdjustmentEnum, {
  name: 'PriceAdjustment',
  description:
    "Base of adjusted prices 复权: 1 at each symbol's first row (rebase), or the file's own (asGiven).",
  valuesMap: {
    REBASE: { description: "1 at each symbol's first row (后复权)." },
    AS_GIVEN: { description: "On the file's own base." },
  },
});

export const PricesEnum = enumOf(['raw', 'adjusted'] as const);
registerEnumType(PricesEnum, {
  name: 'PricesGiven',
  description: "Whether the files' prices are as traded, or multiplied by the adjustment factor already.",
  valuesMap: {
    RAW: { description: 'As traded (不复权).' },
    ADJUSTED: { description: 'Multiplied by the adjustment factor already.' },
  },
});

export const BarSourceEnum = enumOf(['bars', 'file'] as const);
registerEnumType(BarSourceEnum, {
  name: 'BarSource',
  description: 'Where daily figures come from when both are given: minute bars, or the daily file.',
  valuesMap: { BARS: { description: 'Minute bars.' }, FILE: { description: 'The daily file.' } },
});

export const SymbolSourceEnum = enumOf(['minutes', 'daily'] as const);
registerEnumType(SymbolSourceEnum, {
  name: 'SymbolSource',
  description: 'Whose symbols are kept when both kinds of files are given.',
  valuesMap: {
    DAILY: { description: 'Those of the daily files.' },
    MINUTES: { description: 'Those of the minute files.' },
  },
});

export const SuspendedRowsEnum = enumOf(['missing', 'asGiven'] as const);
registerEnumType(SuspendedRowsEnum, {
  name: 'SuspendedRows',
  description: 'What becomes of rows without volume whose prices are all equal 停牌.',
  valuesMap: {
    MISSING: { description: 'They count as missing.' },
    AS_GIVEN: { description: 'They are kept as the file has them.' },
  },
});

export const BarStampEnum = enumOf(['end', 'start'] as const);
registerEnumType(BarStampEnum, {
  name: 'BarStamp',
  description: 'Which end of a bar its stamp is.',
  valuesMap: {
    END: { description: 'The bar ends at its stamp, as most vendors have it.' },
    START: { description: 'The bar begins at its stamp.' },
  },
});

export const ColumnFileEnum = enumOf(['daily', 'minutes'] as const);
registerEnumType(ColumnFileEnum, {
  name: 'ColumnFile',
  description: 'Kind of file that holds a column.',
  valuesMap: { DAILY: { description: 'A daily file.' }, MINUTES: { description: 'A file of minute bars.' } },
});
