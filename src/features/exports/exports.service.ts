import { Injectable } from '@nestjs/common';
import type { ExportTableModel } from './export.models.ts';
import type { ExportColumn } from './export-column.ts';
import { EXPORT_FORMATS } from './export-format.ts';
import { FACTOR_COLUMNS } from './factor-export.store.ts';
import { IC_SERIES_COLUMNS } from './ic-series-export.store.ts';
import { LINEAGE_COLUMNS } from './lineage-export.store.ts';
import { VALUE_KEYS } from './value-exports.service.ts';

const table = (
  name: string,
  row: string,
  route: string,
  columns: readonly ExportColumn[],
): ExportTableModel => ({
  name,
  row,
  route,
  formats: EXPORT_FORMATS,
  columns: [...columns],
});

const ONE_FORMULA: ExportColumn = {
  name: '(the canonical formula)',
  type: 'number',
  nullable: true,
  description:
    'One such column for each formula: its value at the end of the day; missing outside the universe',
};

const TABLES: readonly ExportTableModel[] = [
  table(
    'factors',
    'A factor with what was measured of it on one period, best first',
    'GET /v1/exports/factors',
    FACTOR_COLUMNS,
  ),
  table('ic-series', 'A factor on a day', 'GET /v1/exports/ic-series', IC_SERIES_COLUMNS),
  table('lineage', 'A birth: parent, mutation, child', 'GET /v1/exports/lineage', LINEAGE_COLUMNS),
  table('values', 'A stock on a day, where any formula has a value', 'POST /v1/exports/values', [
    ...VALUE_KEYS,
    ONE_FORMULA,
  ]),
];

/** What can be exported, in words. */
@Injectable()
export class ExportsService {
  tables(): readonly ExportTableModel[] {
    return TABLES;
  }
}
