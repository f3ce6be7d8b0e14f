import { requireUuid } from '../../platform/paging/ids.ts';
import type { ExportColumn } from './export-column.ts';
import { literal } from './literal.store.ts';

const text = (name: string, description: string): ExportColumn => ({
  name,
  type: 'text',
  nullable: false,
  description,
});
const whole = (name: string, description: string): ExportColumn => ({
  ...text(name, description),
  type: 'integer',
});
const figure = (name: string, description: string): ExportColumn => ({
  name,
  type: 'number',
  nullable: true,
  description,
});

export const LINEAGE_COLUMNS: readonly ExportColumn[] = [
  text('runId', 'The run in which it happened'),
  whole('generation', 'Its generation, from 0'),
  whole('slot', 'Place of the child in it'),
  text('parentId', 'The factor that was changed'),
  text('childId', 'What became of it'),
  text('mutation', 'insert, component, node or degenerate'),
  text('before', 'The part that was changed, as a formula'),
  text('after', 'What took its place'),
  figure('parentFitness', '|mean IC| of the parent in the run, in its own kind of IC'),
  figure('childFitness', '|mean IC| of the child in the run'),
];

/** Births, by run, generation and slot. @param runId null = of every run @throws Refusal INVALID_INPUT */
export function lineageRows(runId: string | null, limit: number | null): string {
  return `SELECT run_id::text, generation, slot, parent_id::text, child_id::text, mutation, before, after,
      parent_fitness, child_fitness
    FROM lineage ${runId === null ? '' : `WHERE run_id = ${literal(requireUuid(runId, 'runId'))}`}
    ORDER BY run_id, generation, slot ${limit === null ? '' : `LIMIT ${literal(limit)}`}`;
}
