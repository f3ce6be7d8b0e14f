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
registerEnumType(ImportStateEnum, { name: 'ImportState', description: 'Where an import stands.' });

export const ImportPhaseEnum = enumOf(['reading', 'building', 'writing'] as const);
registerEnumType(ImportPhaseEnum, {
  name: 'ImportPhase',
  description: 'What an import does: it reads the files, builds the dataset day by day, writes it.',
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
registerEnumType(ColumnRoleEnum, { name: 'ColumnRole', description: 'A column that imports understand.' });

export const ColumnUnitEnum = enumOf(Object.keys(UNITS));
registerEnumType(ColumnUnitEnum, {
  name: 'ColumnUnit',
  description: 'Unit of a column: yuan stands for any currency unit; a lot 手 is 100 shares.',
});

export const AdjustmentEnum = enumOf(['rebase', 'asGiven'] as const);
registerEnumType(AdjustmentEnum, {
  name: 'PriceAdjustment',
  description:
    "Base of adjusted prices 复权: 1 at each symbol's first row (rebase), or the file's own (asGiven).",
});

export const PricesEnum = enumOf(['raw', 'adjusted'] as const);
registerEnumType(PricesEnum, {
  name: 'PricesGiven',
  description: "Whether the files' prices are as traded, or multiplied by the adjustment factor already.",
});

export const BarSourceEnum = enumOf(['bars', 'file'] as const);
registerEnumType(BarSourceEnum, {
  name: 'BarSource',
  description: 'Where daily figures come from when both are given: minute bars, or the daily file.',
});

export const SymbolSourceEnum = enumOf(['minutes', 'daily'] as const);
registerEnumType(SymbolSourceEnum, {
  name: 'SymbolSource',
  description: 'Whose symbols are kept when both kinds of files are given.',
});

export const SuspendedRowsEnum = enumOf(['missing', 'asGiven'] as const);
registerEnumType(SuspendedRowsEnum, {
  name: 'SuspendedRows',
  description: 'What becomes of rows without volume whose prices are all equal 停牌.',
});

export const BarStampEnum = enumOf(['end', 'start'] as const);
registerEnumType(BarStampEnum, { name: 'BarStamp', description: 'Which end of a bar its stamp is.' });

export const ColumnFileEnum = enumOf(['daily', 'minutes'] as const);
registerEnumType(ColumnFileEnum, { name: 'ColumnFile', description: 'Kind of file that holds a column.' });
