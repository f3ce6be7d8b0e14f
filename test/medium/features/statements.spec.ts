import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countStatements } from '../../support/count-statements.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { objectPathsOf } from '../../support/object-paths.ts';
import { smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

// What a dashboard asks for must not cost a statement a row: every way through the objects of every root query is gone with short
// lists and with long ones, and nothing that was answered before may be used again.

const ROWS = 20;
/** Of one answer, however long its lists are: fewer than their rows. */
const MOST = 18;
/** Where short lists happen to have nothing of a kind. */
const MORE = 6;

const database = testDatabase();
const service = featureService(database, 'all', { FACTORMINE_WEBHOOK_TARGETS: 'any' });
const schema = buildSchema(readFileSync(new URL('../../../schema.graphql', import.meta.url), 'utf8'));
const ways = objectPathsOf(schema, 2);

/** Of what there is, one of each kind. */
interface Known {
  readonly datasetId: string;
  readonly seriesId: string;
  readonly runId: string;
  readonly cloneId: string;
  readonly improvingId: string;
  readonly experimentId: string;
  readonly factorId: string;
  readonly formula: string;
  readonly libraryId: string;
  readonly poolId: string;
  readonly scheduleId: string;
  readonly webhookId: string;
  readonly deliveryId: string;
  readonly importId: string;
}
let known: Known;
let other: pg.Client;

const none = () => '';
const listed = () => '(first: FIRST)';
/** What each root query is asked with; one that is new must be given its example here. */
const EXAMPLES: Readonly<Record<string, (of: Known) => string>> = {
  allImportedValues: listed,
  allSeries: listed,
  apiKeys: none,
  auditEntries: listed,
  badRows: ({ importId }) => `(importId: "${importId}")`,
  compareRuns: ({ runId, cloneId }) => `(runIds: ["${runId}", "${cloneId}"])`,
  correlationMatrix: ({ datasetId }) =>
    `(query: { datasetId: "${datasetId}", role: TRAIN, formulas: ["CLOSE/OPEN", "HIGH/LOW"] })`,
  correlationWithLibrary: ({ libraryId }) =>
    `(libraryId: "${libraryId}", formula: "CLOSE/OPEN", first: FIRST)`,
  cronPreview: () => '(cron: "30 18 * * 1-5")',
  dataset: ({ datasetId }) => `(id: "${datasetId}")`,
  datasetUse: ({ datasetId }) => `(datasetId: "${datasetId}")`,
  datasets: listed,
  distinctTopFactors: ({ runId }) => `(query: { runId: "${runId}", maximumCorrelation: 0.9, count: FIRST })`,
  events: listed,
  experiment: ({ experimentId }) => `(id: "${experimentId}")`,
  experiments: listed,
  exportTables: none,
  factor: ({ factorId }) => `(id: "${factorId}")`,
  fields: ({ datasetId }) => `(datasetId: "${datasetId}")`,
  import: ({ importId }) => `(id: "${importId}")`,
  importedValues: () => '(name: "values_1")',
  imports: listed,
  improvement: ({ improvingId }) => `(runId: "${improvingId}")`,
  libraries: listed,
  library: ({ libraryId }) => `(id: "${libraryId}")`,
  libraryComposite: ({ libraryId }) => `(libraryId: "${libraryId}")`,
  operators: () => '(set: EXTENDED)',
  parseFormula: ({ datasetId, formula }) => `(datasetId: "${datasetId}", formula: "${formula}")`,
  previewPool: ({ runId }) => `(query: { runId: "${runId}", count: FIRST })`,
  previewPoolSources: ({ runId }) => `(from: { sources: [{ runId: "${runId}", quota: FIRST }] })`,
  readFormula: () => '(input: { text: "Mean($close, 5)/$close", dialect: QLIB })',
  retention: none,
  run: ({ runId }) => `(id: "${runId}")`,
  runBatch: ({ runId }) => `(runId: "${runId}", count: FIRST)`,
  runProgress: ({ runId }) => `(runId: "${runId}")`,
  runPruning: ({ runId }) => `(runId: "${runId}")`,
  runSignificance: ({ runId }) => `(runId: "${runId}", count: FIRST)`,
  runs: listed,
  schedule: ({ scheduleId }) => `(id: "${scheduleId}")`,
  schedules: listed,
  series: ({ seriesId }) => `(id: "${seriesId}")`,
  service: none,
  tearSheet: ({ factorId, runId }) => `(factorId: "${factorId}", query: { runId: "${runId}", role: TRAIN })`,
  testLooks: listed,
  topFactors: ({ runId }) => `(query: { runId: "${runId}" }, first: FIRST)`,
  unusedFiles: none,
  verifyRun: ({ runId }) => `(runId: "${runId}")`,
  warmStartPool: ({ poolId }) => `(id: "${poolId}")`,
  warmStartPools: listed,
  webhook: ({ webhookId }) => `(id: "${webhookId}")`,
  webhookDelivery: ({ deliveryId }) => `(id: "${deliveryId}")`,
  webhooks: listed,
  workers: none,
  writeFormula: () => '(input: { formula: "ts_mean(CLOSE,5)/CLOSE", dialect: QLIB })',
};

const post = <T = { id: string }>(path: string, body: object = {}) => service.rest<T>('POST', path, body);
async function times<T>(work: (at: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let at = 0; at < ROWS; at++) made.push(await work(at));
  return made;
}

beforeAll(async () => {
  other = new pg.Client({ connectionString: database.url });
  other.on('error', () => undefined);
  await other.connect();
});
afterAll(() => other.end());

beforeAll(async () => {
  const market = await storeSmallMarket(database.url, service.dataFolder);
  const { datasetId, seriesId, days } = market;
  const { periods, ...experiment } = smallExperiment(days);
  const { id: runId, experimentId } = await post<{ id: string; experimentId: string }>('/v1/runs', {
    datasetId,
    experiment: { ...experiment, periods },
    start: true,
    seed: 'statements',
  });
  const clones = await times((at) => post(`/v1/runs/${runId}/clone`, { seed: `clone ${at}` }));
  const improving = await post('/v1/runs', {
    datasetId,
    experiment: { ...experiment, periods },
    improve: 'CLOSE/OPEN',
    start: true,
    seed: 'improving',
  });
  const libraries = await times((at) =>
    post('/v1/libraries', { name: `library ${at}`, measurement: { datasetId, role: 'train' } }),
  );
  const libraryId = libraries.at(-1)!.id;
  const members = await times((at) =>
    post<{ factorId: string }>(`/v1/libraries/${libraryId}/members`, {
      formula: `CLOSE/ts_mean(OPEN,${at + 2})`,
      force: true,
    }),
  );
  const formulas = await times(async (at) => `HIGH/ts_mean(LOW,${at + 2})`);
  const pools = await times((at) => post('/v1/warm-start-pools', { name: `pool ${at}`, formulas }));
  const schedules = await times((at) =>
    post('/v1/schedules', { name: `night ${at}`, cron: '0 3 * * *', seriesId, experiment, periods }),
  );
  const webhooks = await times((at) =>
    post<{ webhook: { id: string } }>('/v1/webhooks', {
      name: `hook ${at}`,
      url: 'http://127.0.0.1:9/',
      kinds: ['RUN_FINISHED'],
    }),
  );
  const webhookId = webhooks.at(-1)!.webhook.id;
  const deliveries = await times(() => post(`/v1/webhooks/${webhookId}/ping`));
  await times((at) => post('/v1/api-keys', { name: `key ${at}`, role: 'viewer' }));
  await storeMore(datasetId, { runId, scheduleId: schedules.at(-1)!.id });
  const { rows: imports } = await withAdmin(database.url, (client) =>
    client.query('SELECT id FROM imports LIMIT 1'),
  );
  for (const id of [runId, improving.id]) {
    await until(
      async () => (await service.rest<{ state: string }>('GET', `/v1/runs/${id}`)).state === 'COMPLETED',
    );
  }
  known = {
    datasetId,
    seriesId,
    runId,
    experimentId,
    cloneId: clones[0]!.id,
    improvingId: improving.id,
    libraryId,
    factorId: members[0]!.factorId,
    formula: formulas[0]!,
    poolId: pools[0]!.id,
    scheduleId: schedules.at(-1)!.id,
    webhookId,
    deliveryId: deliveries[0]!.id,
    importId: imports[0].id,
  };
  // What datasets offer never changes, and is read once in a process.
  await service.graphql(
    `{ topFactors(query: { runId: "${runId}" }, first: 100) { edges { node { factor { dimension } } } } }`,
  );
}, 120_000);

const REPORT = {
  stockDays: 1,
  coverage: 1,
  byYear: [],
  suspensions: { stockDays: 0, symbols: 0, rows: 0 },
  jumps: { threshold: 1, count: 0, first: [] },
  zeroVolumes: 0,
  outsideRange: 0,
  gaps: [],
  minutes: null,
  ignoredColumns: [],
  warnings: [],
};

/** What takes files, or nights, to come about. */
async function storeMore(datasetId: string, of: { runId: string; scheduleId: string }): Promise<void> {
  await withAdmin(database.url, async (client) => {
    const many = (statement: string, values: unknown[]) => client.query(statement, [...values, ROWS]);
    await many(
      `INSERT INTO imports (id, state, request, progress, dataset_id, report)
       SELECT gen_random_uuid(), 'COMPLETED', '{"name": "x", "series": "x"}', 1, $1, $2 FROM generate_series(1, $3)`,
      [datasetId, JSON.stringify({ rows: 1, badRows: 0, counts: {}, first: [] })],
    );
    await client.query(`UPDATE datasets SET quality_report = $1`, [JSON.stringify(REPORT)]);
    // Of series of their own: nobody is to mine what has no files.
    await many(
      `WITH s AS (INSERT INTO series (id, name) SELECT gen_random_uuid(), 'series ' || n FROM generate_series(1, $2) n RETURNING id)
       INSERT INTO datasets (id, hash, name, series_id, sequence, first_day, last_day, day_count, symbol_count, manifest, quality_report)
       SELECT gen_random_uuid(), 'hash ' || s.id, name, s.id, 1, first_day, last_day, day_count, symbol_count, manifest,
         quality_report FROM datasets, s WHERE datasets.id = $1`,
      [datasetId],
    );
    await many(
      `INSERT INTO imported_values (id, name, description, series_id, source_file, hash, first_day, last_day, day_count,
         symbol_count, cell_count, bytes, created_by, changed_by)
       SELECT gen_random_uuid(), 'values_' || n, '', series_id, 'x.csv', 'hash ' || n, first_day, last_day, 1, 1, 1, 1, 'x', 'x'
       FROM datasets, generate_series(1, $2) n WHERE datasets.id = $1`,
      [datasetId],
    );
    await many(
      `INSERT INTO schedule_slots (schedule_id, slot_at, state, run_id)
       SELECT $1, now() - n * interval '1 day', 'FIRED', $2 FROM generate_series(1, $3) n`,
      [of.scheduleId, of.runId],
    );
  });
}

interface Cost {
  readonly few: number;
  readonly many: number;
}

const ask = (document: string, first: number) => service.graphql(document.replaceAll('FIRST', String(first)));

/** Statements with short lists and with long ones. A commit before each takes every kept answer away. */
async function costOf(document: string, isComputed: boolean): Promise<Cost> {
  // What a worker computes at the first question is kept: it is the second that counts.
  if (isComputed) await ask(document, ROWS);
  const cost = async (first: number): Promise<number> => {
    await other.query('SELECT pg_current_xact_id()');
    return countStatements(() => ask(document, first));
  };
  return { few: await cost(2), many: await cost(ROWS) };
}

/** What a query may cost is limited, and some ways are longer than that: those nobody can go. */
const isTooLong = (error: unknown): boolean => String(error).includes('Query Cost limit');

describe('statements', () => {
  it('are counted of every query of the schema', () => {
    expect(Object.keys(EXAMPLES).sort()).toEqual([...new Set(ways.map(({ root }) => root))].sort());
  });

  it.each(Object.keys(EXAMPLES))(
    'of %s do not grow with the rows',
    async (name) => {
      const worse: Record<string, Cost> = {};
      let gone = 0;
      for (const { root, path, document } of ways) {
        if (root !== name) continue;
        const cost = await costOf(
          document.replace('ARGUMENTS', EXAMPLES[root]!(known)),
          path.endsWith('statistics'),
        ).catch((error) => {
          if (isTooLong(error)) return null;
          throw error;
        });
        if (cost === null) continue;
        gone++;
        if (cost.many > cost.few + MORE || cost.many > MOST) worse[path] = cost;
      }
      expect(gone).toBeGreaterThan(0);
      expect(worse).toEqual({});
    },
    60_000,
  );
});
