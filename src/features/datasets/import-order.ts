import type { DeclaredColumn } from '../../compute/panel/import/import-options.ts';
import { parseDimension } from '../../core/dimension/dimension.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { CreateImportInput, DeclaredColumnInput } from './import.inputs.ts';
import type { ImportOrder } from './market-importer.ts';

type Market = ImportOrder['market'];

/** What a request amounts to; file names stay as they are. @throws Refusal INVALID_INPUT for a faulty dimension */
export function importOrder(input: CreateImportInput): ImportOrder {
  const { name, series, idempotencyKey: _key, columns, units, fields, marketColumns, ...settings } = input;
  const market = {
    ...given(settings),
    ...(columns && { columns: Object.fromEntries(columns.map(({ role, column }) => [role, column])) }),
    ...(units && { units: Object.fromEntries(units.map(({ role, unit }) => [role, unit])) }),
    ...(fields && { fields: fields.map(declaredColumn) }),
    ...(marketColumns && {
      marketColumns: Object.fromEntries(marketColumns.map((vector) => [vector.name, vector.column])),
    }),
  } as Market;
  return { name, series: series ?? null, market };
}

/** Without what was left out or is null: both mean the default. */
function given<T extends object>(settings: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(
    Object.entries(settings).filter(([, value]) => value !== undefined && value !== null),
  ) as { [K in keyof T]: NonNullable<T[K]> };
}

function declaredColumn(input: DeclaredColumnInput, index: number): DeclaredColumn {
  const dimension = parseDimension(input.dimension);
  if (dimension === null) {
    throw new Refusal('INVALID_INPUT', `fields[${index}].dimension: not a dimension`, {
      expected: 'none, yuan, lot, or a product such as yuan*lot^-1',
      actual: input.dimension,
      where: `fields[${index}].dimension`,
    });
  }
  return { ...given(input), dimension } as DeclaredColumn;
}
