import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { migrate } from '../../../src/platform/database/migrate.ts';
import { withAdmin } from '../../support/with-admin.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));
const BEFORE = ['0001_init', '0003_cascade'];
const NAME = `evaluation_keys_${process.pid}`;

let url: string;
const folder = mkdtempSync(join(tmpdir(), 'migrations-'));

beforeAll(async () => {
  const target = new URL(inject('adminUrl'));
  target.pathname = `/${NAME}`;
  url = target.href;
  await withAdmin(inject('adminUrl'), (admin) => admin.query(`CREATE DATABASE ${NAME}`));
  for (const name of BEFORE) cpSync(join(MIGRATIONS, name), join(folder, name), { recursive: true });
  await migrate(url, folder);
  await withAdmin(url, (client) => client.query(ROWS));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await withAdmin(inject('adminUrl'), (admin) => admin.query(`DROP DATABASE ${NAME} WITH (FORCE)`));
});

const id = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** A row as it was when every evaluation held its whole key. */
const evaluation = (
  n: number,
  {
    factor = 1,
    dataset = 1,
    slice = 'a',
    from = '2019-01-01',
    engine = '1',
    ic = '0.1',
    statistics = 'NULL',
  },
): string =>
  `INSERT INTO evaluations (id, factor_id, dataset_id, slice_hash, period_from, period_to, definition_hash,
     engine_version, horizon_days, ic, days, pairs, coverage, date_share, tied_share, statistics)
   VALUES ('${id(n)}', '${id(factor)}', '${id(dataset)}', '${slice}', '${from}', '2019-12-31', 'd', '${engine}', 5, ${ic},
     240, 1000, 0.9, 1, 0, ${statistics});`;

const ROWS = [
  `INSERT INTO series (id, name) VALUES ('${id(1)}', 'one');`,
  ...[1, 2].map(
    (
      n,
    ) => `INSERT INTO datasets (id, hash, name, series_id, sequence, first_day, last_day, day_count, symbol_count,
        manifest, quality_report)
      VALUES ('${id(n)}', '${n}', 'market', '${id(1)}', ${n}, '2019-01-01', '2019-12-31', 1, 1, '{}', '{}');`,
  ),
  ...[1, 2].map(
    (n) => `INSERT INTO factors (id, hash, formula, size, depth)
      VALUES ('${id(n)}', '${String(n).repeat(64)}', 'HIGH', 1, 1);`,
  ),
  evaluation(11, { ic: '0.1::float8 + 0.2' }),
  // The same slice, met first under another dataset of the series.
  evaluation(12, { factor: 2, dataset: 2, statistics: `'{"days": 240}'` }),
  evaluation(13, { slice: 'b' }),
  evaluation(14, { from: '2018-01-01' }),
  evaluation(15, { engine: '0' }),
].join('\n');

test('evaluations that held their whole key keep every figure under its number', async () => {
  await migrate(url, MIGRATIONS);
  const { rows } = await withAdmin(url, (client) =>
    client.query(`SELECT e.id, e.factor_id AS factor, k.dataset_id AS dataset, k.slice_hash AS slice,
        k.period_from::text AS "from", k.definition_hash || k.horizon_days AS definition, k.engine_version AS engine,
        e.ic, e.statistics, e.precision, e.judgement
      FROM evaluations e JOIN evaluation_keys k ON k.id = e.key_id ORDER BY e.id`),
  );
  // All of them were measured in float64, and none is a search engine's word for the memo.
  const exact = { precision: 'EXACT', judgement: null, statistics: null, definition: 'd5' };
  const first = {
    ...exact,
    factor: id(1),
    dataset: id(1),
    slice: 'a',
    from: '2019-01-01',
    engine: '1',
    ic: 0.1,
  };
  expect(rows).toEqual([
    { ...first, id: id(11), ic: 0.1 + 0.2 },
    { ...first, id: id(12), factor: id(2), statistics: { days: 240 } },
    { ...first, id: id(13), slice: 'b' },
    { ...first, id: id(14), from: '2018-01-01' },
    { ...first, id: id(15), engine: '0' },
  ]);
});
