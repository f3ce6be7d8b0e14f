import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { factorIdOf } from '../../../src/core/program/factor-id.ts';
import { Database } from '../../../src/platform/database/database.ts';
import { testDatabase } from '../../support/test-database.ts';
import { TOY_EXPERIMENT } from '../../support/toy-market.ts';
import { insertToyDataset, insertToyRun } from '../../support/toy-rows.ts';

const { url } = testDatabase();
const HASH = 'c'.repeat(64);
const FACTOR = factorIdOf(HASH);
const LIBRARY = uuidv7();
let database: Database;
let datasetId: string;
let runId: string;

beforeAll(async () => {
  database = new Database({ databaseUrl: url, maximumConnections: 4, onIdleError: () => undefined });
  datasetId = await insertToyDataset(database);
  runId = await insertToyRun(database, datasetId, { experiment: TOY_EXPERIMENT, seed: 's', warmStart: [] });
  await database.pool.query(
    `INSERT INTO factors (id, hash, formula, size, depth) VALUES ($1, $2, 'HIGH/LOW', 3, 2)`,
    [FACTOR, HASH],
  );
  await database.pool.query(`INSERT INTO libraries (id, name, rules) VALUES ($1, 'book', '{}')`, [LIBRARY]);
  await database.pool.query(member());
  await database.pool.query(
    `INSERT INTO audit (id, who, role, operation, outcome) VALUES ('${uuidv7()}', 'eve', 'admin', 'POST /v1/runs', 'DONE')`,
  );
});
afterAll(() => database.close());

const member = (): string =>
  `INSERT INTO library_members (id, library_id, factor_id, checks) VALUES ('${uuidv7()}', '${LIBRARY}', '${FACTOR}', '[]')`;

const evaluationKey = (from: string, to: string): string =>
  `INSERT INTO evaluation_keys (dataset_id, slice_hash, period_from, period_to, definition_hash, engine_version, horizon_days)
   VALUES ('${datasetId}', 'a', '${from}', '${to}', 'd', '1', 1)`;

const evaluation = (coverage: number, precision: string): string =>
  `WITH k AS (${evaluationKey('2020-01-01', '2020-01-02')} RETURNING id)
   INSERT INTO evaluations (id, factor_id, key_id, precision, days, pairs, coverage, date_share, tied_share)
   SELECT '${uuidv7()}', '${FACTOR}', id, '${precision}', 1, 1, ${coverage}, 1, 0 FROM k`;

const individual = (left: string): string =>
  `INSERT INTO individuals (run_id, birth_generation, slot, factor_id, origin, judgement, left_generation, left_cause)
   VALUES ('${runId}', 5, 0, '${FACTOR}', '{}', '{}', ${left})`;

it.each<[string, string, () => string]>([
  [
    'a factor whose hash is none',
    'factors_form',
    () => `INSERT INTO factors (id, hash, formula, size, depth) VALUES ('${uuidv7()}', 'abc', 'x', 1, 1)`,
  ],
  [
    'two factors of one form',
    'factors_hash_key',
    () => `INSERT INTO factors (id, hash, formula, size, depth) VALUES ('${uuidv7()}', '${HASH}', 'x', 1, 1)`,
  ],
  [
    'a period that ends before it begins',
    'evaluation_keys_bounds',
    () => evaluationKey('2020-01-02', '2020-01-01'),
  ],
  ['a coverage above 1', 'evaluations_bounds', () => evaluation(1.1, 'EXACT')],
  ['a precision that is none', 'evaluations_bounds', () => evaluation(1, 'ROUGH')],
  ['figures of a search without its judgement', 'evaluations_search', () => evaluation(1, 'SEARCH')],
  ['an owner without a lease', 'runs_lease', () => `UPDATE runs SET owner = 'x' WHERE id = '${runId}'`],
  [
    'a run without its dataset',
    'runs_dataset_id_fkey',
    () => `DELETE FROM datasets WHERE id = '${datasetId}'`,
  ],
  ['a death before birth', 'individuals_life', () => individual("4, 'age'")],
  ['a death without a cause', 'individuals_life', () => individual('6, NULL')],
  ['a second active membership', 'library_members_active', member],
  ['a change of the audit', 'audit_only_grows', () => "UPDATE audit SET who = 'nobody'"],
  ['a deletion from the audit', 'audit_only_grows', () => 'DELETE FROM audit'],
  ['an emptied audit', 'audit_only_grows', () => 'TRUNCATE audit'],
  [
    'a factor deleted from under a library',
    'library_members_factor_id_fkey',
    () => `DELETE FROM factors WHERE id = '${FACTOR}'`,
  ],
])('the store refuses %s', async (_, constraint, statement) => {
  await expect(database.pool.query(statement())).rejects.toMatchObject({ constraint });
});

it('a retired member may be admitted again', async () => {
  await database.pool.query('UPDATE library_members SET retired_at = now()');
  await database.pool.query(member());
  expect(await database.prisma.libraryMember.count()).toBe(2);
});
