import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { type Finding, fail, ok } from './finding.ts';

const SHOWN = 3;

/** Files and folders that the store points to, below the data folder; their contents are verified by whoever reads them. */
const KEPT = `SELECT 'dataset ' || name AS what, 'datasets/' || hash || '/manifest.json' AS path FROM datasets
  UNION ALL
  SELECT 'imported values ' || name, 'imported-values/' || name || '.' || hash || '.values' FROM imported_values
  WHERE deleted_at IS NULL ORDER BY 1`;

/** Whether what the database points to is there. */
export async function filesCheck(client: pg.Client, dataFolder: string): Promise<Finding> {
  const { rows } = await client.query<{ what: string; path: string }>(KEPT);
  const missing: string[] = [];
  for (const { what, path } of rows) {
    await access(join(dataFolder, path)).catch(() => missing.push(what));
  }
  if (missing.length === 0)
    return ok('files', `all of ${rows.length} datasets and imported values are there`);
  const names = `${missing.slice(0, SHOWN).join(', ')}${missing.length > SHOWN ? ', ...' : ''}`;
  return fail(
    'files',
    `${missing.length} of ${rows.length} are not in ${dataFolder}: ${names}`,
    'see that FACTORMINE_DATA is the folder that belongs to this database, or restore both from one backup',
  );
}
