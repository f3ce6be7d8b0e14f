// A store of a million factors asked over HTTP: the load generator, the service and the database share the machine's cores. Every
// limit of the service is on. Requests a second and percentiles; questions that take longer, by themselves; and the ten best
// while a run mines.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import pg from 'pg';
import { migrateAll } from '../dist/platform/boot/migrate-all.js';
import { startPostgres } from '../scripts/postgres/start-postgres.mjs';
import { fillLibrary, fillStore, SIZES } from './generators/store.mjs';
import { askRest, startService } from './service.mjs';

const CONNECTIONS = 16;
const SECONDS = 8;
const ASKED = 15;
const MINED = 3;

/** Requests a second and percentiles of one question; the first round warms. */
async function load(name, options, target) {
  const shot = { connections: CONNECTIONS, ...options };
  await autocannon({ ...shot, duration: 2 });
  const { requests, latency, non2xx } = await autocannon({ ...shot, duration: SECONDS });
  return {
    question: name,
    'requests/s': Math.round(requests.average),
    'p50 ms': latency.p50,
    'p99 ms': latency.p99,
    refused: non2xx,
    target,
  };
}

const post = (url, query) => ({
  url: `${url}/graphql`,
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query }),
});

/** Median of several, in milliseconds, each with another `at`. */
async function median(ask) {
  const times = [];
  for (let at = 0; at < ASKED; at++) {
    const began = performance.now();
    await ask(at);
    times.push(performance.now() - began);
  }
  return times.sort((a, b) => a - b)[Math.floor(ASKED / 2)];
}

function throughput(url, runId) {
  const top = `${url}/v1/factors/top?runId=${runId}`;
  const fields =
    'edges { node { value factor { id formula } evaluation { rankIc rankIcIr days coverage } } }';
  const family =
    'id formula foundBy { id name state } parents(first: 1) { icChange parent { formula } run { id } }';
  return [
    ['top 10, REST', { url: `${top}&pageSize=10` }, '3,000/s, p99 40 ms'],
    [
      'top 10, GraphQL',
      post(url, `{ topFactors(query: { runId: "${runId}" }, first: 10) { ${fields} } }`),
      '1,500/s, p99 40 ms',
    ],
    [
      'top 50 with run and parents, REST',
      { url: `${top}&pageSize=50&include=foundBy,parents` },
      '400/s, p99 80 ms',
    ],
    [
      'top 50 with run and parents, GraphQL',
      post(
        url,
        `{ topFactors(query: { runId: "${runId}" }, first: 50) { edges { node { value factor { ${family} } } } } }`,
      ),
      '400/s, p99 80 ms',
    ],
  ];
}

/** Each answer is new: nothing can be used again. */
async function single(url, { client, runIds, datasetId, libraryId, days }) {
  const page = async (at) => {
    const value = 0.12 - at * 0.008;
    const token = Buffer.from(
      JSON.stringify([String(value), '80000000-0000-0000-0000-000000000000']),
    ).toString('base64url');
    return askRest(url, 'GET', `/v1/factors/top?runId=${runIds[at]}&pageSize=50&pageToken=${token}`);
  };
  const factor = async (at) => (await client.query(`SELECT md5('${900_000 + at}')::uuid AS id`)).rows[0].id;
  const period = { from: days[0], to: days[299] };
  const distinct = (at) =>
    askRest(url, 'POST', '/v1/factors/top/distinct', {
      datasetId,
      period,
      definition: { minimumStocks: 30 },
      count: 50,
      maximumCorrelation: 0.7,
      minimumCoverage: 0.001 * at,
    });
  const formulas = (at) =>
    encodeURIComponent(
      `ts_corr(ts_mean(CLOSE,${[2, 5, 10, 20][at % 4]})/OPEN,VOLUME,${[5, 10, 20][at % 3]})`,
    );
  return [
    ['a page of 50 at any depth, whole request', await median(page), ''],
    [
      'ancestry of 50 levels, whole request',
      await median(async (at) =>
        askRest(url, 'GET', `/v1/factors/${await factor(at)}/lineage?direction=ancestors&depth=50`),
      ),
      '',
    ],
    ['50 best with a mutual correlation of at most 0.7', await median(distinct), '300 ms'],
    [
      'correlation with a library of 10,000',
      await median((at) =>
        askRest(url, 'GET', `/v1/libraries/${libraryId}/correlation?formula=${formulas(at)}&first=50`),
      ),
      '200 ms',
    ],
  ].map(([question, ms, target]) => ({ question, 'median ms': ms, target }));
}

/** Statements as the store sends them, timed by the server. */
async function inDatabase(client, { keyIds }) {
  const explain = async (text) => {
    const { rows } = await client.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`);
    return rows[0]['QUERY PLAN'][0]['Execution Time'];
  };
  const pageAt = (value) => `SELECT e.id, f.formula FROM evaluations e JOIN factors f ON f.id = e.factor_id
    WHERE e.key_id = ${keyIds[0]} AND abs(e.rank_ic) IS NOT NULL AND (abs(e.rank_ic), e.factor_id) < (${value}, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    ORDER BY abs(e.rank_ic) DESC NULLS LAST, e.factor_id DESC LIMIT 51`;
  const chain = `WITH RECURSIVE up AS (
      SELECT md5('900000')::uuid AS id, 0 AS level
      UNION ALL SELECT p.parent_id, up.level + 1 FROM up CROSS JOIN LATERAL (
        SELECT parent_id FROM lineage WHERE child_id = up.id LIMIT 1) p WHERE up.level < 50) SELECT count(*) FROM up`;
  const least = async (text) => Math.min(...(await Promise.all([0, 1, 2, 3, 4].map(() => explain(text)))));
  return [
    { question: 'a page of 50, first', 'ms in the database': await least(pageAt(1)), target: '5 ms' },
    {
      question: 'a page of 50, in the middle of the million',
      'ms in the database': await least(pageAt(0.005)),
      target: '5 ms',
    },
    { question: 'an ancestry of 50 levels', 'ms in the database': await least(chain), target: '5 ms' },
  ];
}

/**
 * The same search each time, under another evaluation key, so that nothing is answered from what was measured before: no day has
 * so few stocks that the smallest number counts.
 */
const mineBody = (datasetId, days, minimumStocks) => ({
  datasetId,
  seed: 'beside',
  start: true,
  experiment: {
    language: { minuteFields: false },
    evaluation: { minimumStocks },
    periods: { train: { from: days[0], to: days[399] } },
    evolution: { populationSize: 300, childrenPerGeneration: 100 },
    stop: { generations: 60 },
  },
});

async function minedSeconds(url, body) {
  const { id } = await askRest(url, 'POST', '/v1/runs', body);
  for (;;) {
    const run = await askRest(url, 'GET', `/v1/runs/${id}`);
    if (run.state === 'COMPLETED') return run.minedSeconds;
    if (run.state === 'FAILED') throw new Error(run.reason);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** What a run leaves to do when it rests - its best on every period - is none of the next one's. */
async function untilQuiet(url) {
  for (let quiet = 0; quiet < 4; ) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const text = await (await fetch(`${url}/metrics`)).text();
    const busy = [...text.matchAll(/^factormine_queue_jobs\{[^}]*state="(?:active|waiting)"\} (\d+)$/gm)];
    quiet = busy.every(([, jobs]) => jobs === '0') ? quiet + 1 : 0;
  }
}

/** The same search alone and beside a hundred requests a second, in turns. */
async function whileMining(url, { datasetId, days, runIds }) {
  const rows = [];
  // The first run of a worker reads the market.
  await minedSeconds(url, mineBody(datasetId, days, 29));
  for (let round = 0; round < MINED; round++) {
    const mine = (at) => minedSeconds(url, mineBody(datasetId, days, 30 + 2 * round + at));
    await untilQuiet(url);
    const alone = await mine(0);
    await untilQuiet(url);
    const asking = autocannon({
      url: `${url}/v1/factors/top?runId=${runIds[0]}&pageSize=10`,
      connections: 8,
      overallRate: 100,
      duration: Math.max(5, Math.ceil(alone)),
    });
    const beside = await mine(1);
    const { latency, requests } = await asking;
    rows.push({
      'requests/s': Math.round(requests.average),
      'p99 ms': latency.p99,
      'mining alone s': alone,
      'beside s': beside,
      ratio: beside / alone,
      target: 'p99 150 ms, mining at most 1.1 x',
    });
  }
  return rows;
}

export default async function run(report) {
  const folder = mkdtempSync(join(tmpdir(), 'factormine-store-'));
  const server = await startPostgres({ folder: join(folder, 'postgres') });
  let service = null;
  const client = new pg.Client({ connectionString: server.url });
  client.on('error', () => undefined);
  try {
    await migrateAll(server.url);
    console.log(
      `making ${SIZES.factors} factors, ${3 * SIZES.factors} evaluations and ${SIZES.edges} edges ...`,
    );
    const store = await fillStore(server.url, folder);
    await client.connect();
    service = await startService({
      DATABASE_URL: server.url,
      FACTORMINE_DATA: folder,
      FACTORMINE_REQUESTS_PER_MINUTE: '10000000',
    });
    const { url } = service;
    const measurement = {
      datasetId: store.datasetId,
      period: { from: store.days[0], to: store.days[299] },
      definition: { minimumStocks: 30 },
    };
    const { id: libraryId } = await askRest(url, 'POST', '/v1/libraries', { name: 'bench', measurement });
    // The grid is made with the first comparison.
    await askRest(url, 'POST', `/v1/libraries/${libraryId}/members`, { formula: 'CLOSE/OPEN', force: true });
    await askRest(
      url,
      'GET',
      `/v1/libraries/${libraryId}/correlation?formula=${encodeURIComponent('HIGH/LOW')}`,
    );
    await fillLibrary(server.url, { libraryId, keyId: store.keyIds[0] });
    const rows = [];
    for (const [name, options, target] of throughput(url, store.runIds[0]))
      rows.push(await load(name, options, target));
    report.table('store-load', `${CONNECTIONS} connections`, rows);
    report.table(
      'store-single',
      'one question at a time, each another',
      await single(url, { ...store, libraryId, client }),
    );
    report.table('store-database', 'statements', await inDatabase(client, store));
    report.table('store-mining', 'while a run mines', await whileMining(url, store));
  } finally {
    await service?.stop();
    await client.end().catch(() => undefined);
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
