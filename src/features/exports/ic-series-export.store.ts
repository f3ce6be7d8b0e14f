import type { ExportColumn } from './export-column.ts';
import { literal } from './literal.store.ts';

export const IC_SERIES_COLUMNS: readonly ExportColumn[] = [
  { name: 'factorId', type: 'text', nullable: false, description: 'The factor' },
  { name: 'day', type: 'day', nullable: false, description: 'The day T of the factor value' },
  {
    name: 'ic',
    type: 'number',
    nullable: true,
    description:
      'Pearson correlation across stocks of the factor at T and the forward return; null: no such day',
  },
  {
    name: 'rankIc',
    type: 'number',
    nullable: true,
    description: 'The same of average ranks (Spearman)',
  },
];

/** Daily ICs of evaluations that have full statistics, evaluation after evaluation as they are given, day by day. */
export function icSeriesRows(evaluationIds: readonly string[]): string {
  return `SELECT e.factor_id::text, d.day::date, d.ic, d.rank_ic
    FROM unnest(${literal(evaluationIds)}::uuid[]) WITH ORDINALITY AS wanted(id, place)
    JOIN evaluations e ON e.id = wanted.id
    CROSS JOIN LATERAL ROWS FROM (
      jsonb_array_elements_text(e.statistics->'series'->'days'),
      jsonb_array_elements_text(e.statistics->'series'->'ic'),
      jsonb_array_elements_text(e.statistics->'series'->'rankIc')
    ) WITH ORDINALITY AS series(day, ic, rank_ic, row)
    CROSS JOIN LATERAL (SELECT series.day, series.ic::float8 AS ic, series.rank_ic::float8 AS rank_ic) AS d
    ORDER BY wanted.place, series.row`;
}
