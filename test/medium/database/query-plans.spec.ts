import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { factorIdOf } from '../../../src/core/program/factor-id.ts';
import { STORED_ENGINE_VERSION } from '../../../src/features/evaluations/evaluation-key.ts';
import { PostgresEvaluationMemo } from '../../../src/features/evaluations/evaluations.store.ts';
import { type FactorMetric, FactorMetricEnum } from '../../../src/features/factors/factor.enums.ts';
import { FactorQueriesStore } from '../../../src/features/factors/factor-queries.store.ts';
import { LineageStore } from '../../../src/features/factors/lineage.store.ts';
import { TopFactorsStore, topFactorKey } from '../../../src/features/factors/top-factors.store.ts';
import { GenerationsStore } from '../../../src/features/runs/generations.store.ts';
import { PostgresRunStore } from '../../../src/features/runs/run.store.ts';
import { RunRecordsStore } from '../../../src/features/runs/run-records.store.ts';
import { Database } from '../../../src/platform/database/database.ts';
import { encodePageToken } from '../../../src/platform/paging/page.ts';
import { testDatabase } from '../../support/test-database.ts';
import { judgedIndividuals, toyGeneration } from '../../support/toy-generation.ts';
import { TOY_EXPERIMENT } from '../../support/toy-market.ts';
import { insertToyDataset, insertToyRun } from '../../support/toy-rows.ts';

const FACTORS = 10_000;
const RUNS = 20;
const DEFINITION = 'e'.repeat(64);
const SLICE = 'a'.repeat(64);
const PERIOD = { from: '2019-01-01', to: '2019-12-31' };
const FIRST_PAGE = { pageSize: 20, pageToken: null };

const { url } = testDatabase();
let database: Database;
let datasetId: string;
let runId: string;
const asked: { text: string; values: unknown[] }[] = [];

beforeAll(async () => {
  database = new Database({ databaseUrl: url, maximumConnections: 4, onIdleError: () => undefined });
  datasetId = await insertToyDataset(database);
  runId = await fill();
  listen(database.pool);
});
beforeEach(() => void asked.splice(0));
afterAll(() => database.close());

describe('top factors', () => {
  it.each(Object.keys(FactorMetricEnum) as FactorMetric[])(
    'by %s read only their page of the index',
    async (metric) => {
      const store = new TopFactorsStore(database);
      const search = {
        datasetIds: [datasetId],
        period: PERIOD,
        definitionHash: DEFINITION,
        metric,
        minimumCoverage: 0,
        minimumDateShare: 0,
        foundByRun: null,
        operators: [],
        fields: [],
        maximumSize: null,
        minimumResidualRankIc: null,
      };
      const first = await store.page(search, FIRST_PAGE);
      expect(first.items).toHaveLength(20);
      await store.page(search, { pageSize: 20, pageToken: encodePageToken(topFactorKey(first.items[19]!)) });
      for (const plan of await plansOfAsked()) {
        expect(plan.indexes.some((name) => name.startsWith('evaluations_top_'))).toBe(true);
        expect(plan).toMatchObject({ scanned: [], rows: expect.toSatisfy((rows: number) => rows < 200) });
      }
    },
  );
});

test('a population, in the middle of a run and at its end', async () => {
  const store = new GenerationsStore(database);
  const [middle] = await store.populationsOf([{ runId, generation: 20 }], 'AGE', FIRST_PAGE);
  const [end] = await store.populationsOf([{ runId, generation: null }], 'FITNESS', FIRST_PAGE);
  expect([middle, end]).toMatchObject([{ items: { length: 20 } }, { items: { length: 20 } }]);
  await expectIndexed();
});

test('parents of many factors, and the runs that found them', async () => {
  const store = new LineageStore(database);
  const ids = await Promise.all([1, 500, 5000].map((index) => idOf(index)));
  expect((await store.parentsOf(ids)).flat().length).toBeGreaterThan(0);
  await store.firstRunsOf(ids);
  await expectIndexed();
});

test('a page of what was measured of many factors', async () => {
  const store = new FactorQueriesStore(database);
  const ids = await Promise.all([1, 500, 5000].map((index) => idOf(index)));
  const pages = await store.evaluationPagesOf(ids, { datasetId: null, precision: null }, FIRST_PAGE);
  expect(pages.flatMap(({ items }) => items).length).toBeGreaterThan(0);
  await expectIndexed();
});

test('ancestors and descendants', async () => {
  const store = new LineageStore(database);
  const middle = await idOf(FACTORS / 2);
  expect((await store.graph(middle, 'ancestors', 3)).edges.length).toBeGreaterThan(0);
  expect((await store.graph(middle, 'descendants', 3)).edges.length).toBeGreaterThan(0);
  await expectIndexed();
});

test('what the memo knows of a generation', async () => {
  const key = { datasetId, sliceHash: SLICE, period: PERIOD, definitionHash: DEFINITION, horizonDays: 1 };
  const memo = new PostgresEvaluationMemo(
    database,
    { ...key, engineVersion: STORED_ENGINE_VERSION },
    TOY_EXPERIMENT.evaluation,
    'rank',
  );
  const { rows } = await database.pool.query<{ hash: string }>(
    'SELECT hash FROM factors ORDER BY id LIMIT 100',
  );
  asked.splice(0);
  expect(
    (
      await memo.lookUp(
        rows.map((row) => row.hash),
        [0.25],
      )
    ).size,
  ).toBe(100);
  await expectIndexed();
});

test('where a run stands when it is taken up again, and the list of runs', async () => {
  const store = new PostgresRunStore(database);
  const resumed = await insertToyRun(database, datasetId, {
    experiment: TOY_EXPERIMENT,
    seed: 's',
    warmStart: [],
  });
  const { fence } = (await store.claim(resumed, 'one', 60_000))!;
  await store.commitGeneration(fence, toyGeneration(0, judgedIndividuals(50)));
  await store.handBack(fence);
  expect((await store.claim(resumed, 'two', 60_000))?.position?.population).toHaveLength(50);
  await new RunRecordsStore(database).list({}, FIRST_PAGE);
  await expectIndexed();
});

interface Plan {
  readonly text: string;
  readonly indexes: string[];
  /** Large tables that were read from end to end. */
  readonly scanned: string[];
  /** Most rows that any step gave. */
  readonly rows: number;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly Plans?: readonly PlanNode[];
}

const LARGE = ['evaluations', 'factors', 'individuals', 'lineage'];

async function expectIndexed(): Promise<void> {
  const plans = await plansOfAsked();
  expect(plans.length).toBeGreaterThan(0);
  for (const plan of plans) expect(plan).toMatchObject({ scanned: [] });
}

async function plansOfAsked(): Promise<Plan[]> {
  const plans: Plan[] = [];
  for (const { text, values } of asked.splice(0)) {
    const { rows } = await database.pool.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values);
    const nodes = flatten(rows[0]['QUERY PLAN'][0].Plan);
    plans.push({
      text,
      indexes: nodes.flatMap((node) => node['Index Name'] ?? []),
      scanned: nodes
        .filter((node) => node['Node Type'] === 'Seq Scan')
        .flatMap((node) => node['Relation Name'] ?? [])
        .filter((name) => LARGE.includes(name)),
      rows: Math.max(...nodes.map((node) => node['Actual Rows'])),
    });
  }
  asked.splice(0);
  return plans;
}

const flatten = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)];

/** Notes what the stores ask, so that their own statements are explained, not copies of them. */
function listen(pool: Pool): void {
  const query = pool.query.bind(pool) as (text: string, values?: unknown[]) => unknown;
  Object.assign(pool, {
    query: (text: string, values: unknown[] = []) => {
      // The question for the snapshot reads no table, and comes as an object.
      if (typeof text === 'string') asked.push({ text, values });
      return query(text, values);
    },
  });
}

async function idOf(index: number): Promise<string> {
  const { rows } = await database.pool.query<{ id: string }>(
    'SELECT id FROM factors ORDER BY id OFFSET $1 LIMIT 1',
    [index],
  );
  asked.splice(0);
  return rows[0]!.id;
}

/** Enough rows that reading a table from end to end costs more than its index; gives one run of many. */
async function fill(): Promise<string> {
  const runs: string[] = [];
  for (let run = 0; run < RUNS; run++) {
    runs.push(
      await insertToyRun(database, datasetId, { experiment: TOY_EXPERIMENT, seed: `${run}`, warmStart: [] }),
    );
  }
  const hashes = Array.from({ length: FACTORS }, (_, n) => createHash('sha256').update(`${n}`).digest('hex'));
  await database.pool.query(
    `INSERT INTO factors (id, hash, formula, size, depth, operators, fields)
     SELECT id, hash, 'LOW/HIGH', 3, 2, '{protecteddiv}', '{LOW,HIGH}'
     FROM unnest($1::uuid[], $2::text[]) AS f(id, hash)`,
    [hashes.map(factorIdOf), hashes],
  );
  await database.pool.query(
    `INSERT INTO evaluation_keys (dataset_id, slice_hash, period_from, period_to, definition_hash, engine_version,
       horizon_days)
     SELECT $1, $2, from_day, '2019-12-31', $3, $4, 1
     FROM (VALUES ('2019-01-01'::date), ('2018-01-01'), ('2017-01-01')) AS periods(from_day)`,
    [datasetId, SLICE, DEFINITION, STORED_ENGINE_VERSION],
  );
  await database.pool.query(
    `INSERT INTO evaluations (id, factor_id, key_id, precision, judgement, ic, rank_ic, ic_std, rank_ic_std, ic_ir,
       rank_ic_ir, days, pairs, coverage, date_share, tied_share, win_rate, rank_win_rate, long_short_annual_return,
       long_leg_annual_return, residual_ic, residual_rank_ic)
     SELECT gen_random_uuid(), f.id, k.id, 'SEARCH', '{}', x, -x, 0.1, 0.1, 10 * x, 10 * x, 240, 9999, 1, 1, 0, x, x, x, x, x, -x
     FROM (SELECT id, random() / 10 AS x FROM factors) f, evaluation_keys k`,
  );
  await database.pool.query(
    `INSERT INTO tier_scores (key_id, fitness, share, factor_id, score)
     SELECT k.id, 'rank', 0.25, f.id, 0.01 FROM factors f, evaluation_keys k`,
  );
  await database.pool.query(
    `INSERT INTO individuals (run_id, birth_generation, slot, factor_id, origin, judgement, left_generation, left_cause)
     SELECT run, n / 40, n % 40, id, '{"kind": "random"}', '{}', CASE WHEN n < 1960 THEN n / 40 + 5 END,
       CASE WHEN n < 1960 THEN 'age' END
     FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM factors LIMIT 2000) f, unnest($1::uuid[]) AS run`,
    [runs],
  );
  await database.pool.query(
    `INSERT INTO lineage (run_id, generation, slot, child_id, parent_id, mutation, before, after)
     SELECT $1, n / 40, n % 40, id, coalesce(lag(id, 7) OVER (ORDER BY n), id), 'node', 'a', 'b'
     FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM factors) f`,
    [runs[0]],
  );
  await database.pool.query('ANALYZE');
  return runs[RUNS / 2]!;
}
