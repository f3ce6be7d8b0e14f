// A million factors with their evaluations as files, over HTTP: seconds, bytes, the service's memory meanwhile, and how quick
// the ten best stay for someone else.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { EXPERIMENT_DEFAULTS } from '../dist/core/experiment/defaults.js';
import { definitionHash } from '../dist/core/experiment/experiment-hash.js';
import { STORED_ENGINE_VERSION } from '../dist/features/evaluations/evaluation-key.js';
import { migrateAll } from '../dist/platform/boot/migrate-all.js';
import { startPostgres } from '../scripts/postgres/start-postgres.mjs';

const PROJECT = fileURLToPath(new URL('../', import.meta.url));
const FACTORS = 1_000_000;
const [FROM, TO] = ['2019-01-01', '2021-12-31'];
const FORMATS = ['parquet', 'csv', 'ndjson', 'arrow'];

/** Rows as runs leave them, made by the server itself. */
async function fill(url) {
  const client = new pg.Client({ connectionString: url });
  // The server ends before the client where the bench fails.
  client.on('error', () => undefined);
  await client.connect();
  const datasetId = uuidv7();
  const seriesId = uuidv7();
  await client.query("INSERT INTO series (id, name) VALUES ($1, 'bench')", [seriesId]);
  await client.query(
    `INSERT INTO datasets (id, hash, name, series_id, sequence, first_day, last_day, day_count, symbol_count, manifest,
       quality_report) VALUES ($1, repeat('d', 64), 'bench', $2, 1, $3, $4, 700, 3000, '{}', '{}')`,
    [datasetId, seriesId, FROM, TO],
  );
  await client.query(
    `INSERT INTO evaluation_keys (id, dataset_id, slice_hash, period_from, period_to, definition_hash, engine_version,
       horizon_days) VALUES (1, $1, repeat('s', 64), $2, $3, $4, $5, 1)`,
    [datasetId, FROM, TO, definitionHash(EXPERIMENT_DEFAULTS.evaluation), STORED_ENGINE_VERSION],
  );
  await client.query(
    `INSERT INTO factors (id, hash, formula, size, depth, operators, fields)
     SELECT md5(n::text)::uuid, encode(sha256(n::text::bytea), 'hex'),
       'ts_corr(ts_mean(CLOSE,' || n % 997 + 1 || ')/OPEN,VOLUME,' || n / 997 + 2 || ')', 7, 4,
       ARRAY['protecteddiv', 'ts_corr', 'ts_mean'], ARRAY['CLOSE', 'OPEN', 'VOLUME']
     FROM generate_series(1, $1::int) AS n`,
    [FACTORS],
  );
  await client.query(
    `INSERT INTO evaluations (id, factor_id, key_id, precision, ic, rank_ic, ic_std, rank_ic_std, ic_ir, rank_ic_ir, days,
       pairs, coverage, date_share, tied_share, judgement)
     SELECT md5('e' || n)::uuid, md5(n::text)::uuid, 1, 'SEARCH', r / 2, r, 0.1, 0.09, abs(r) / 0.2, abs(r) / 0.09, 690,
       2000000 + n, 0.95, 0.98, 0.001, '{}'
     FROM (SELECT n, (random() - 0.5) / 5 AS r FROM generate_series(1, $1::int) AS n) AS drawn`,
    [FACTORS],
  );
  await client.query('VACUUM ANALYZE factors');
  await client.query('VACUUM ANALYZE evaluations');
  await client.end();
  return datasetId;
}

async function startService(url, folder) {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, PORT: '0', FACTORMINE_DEMO: 'off', FACTORMINE_DATA: folder, DATABASE_URL: url };
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: PROJECT,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  const address = await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const found = /GraphiQL\s+(http\S+)\/graphiql/.exec(text)?.[1];
      if (found !== undefined && text.includes('database ')) resolve(found);
    });
    child.once('exit', () => reject(new Error(`the service did not start:\n${text}`)));
  });
  return { child, address };
}

const residentMb = (pid) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;

/** Asks for the ten best again and again while work is under way. */
async function besides(address, query, pid, work) {
  const state = { over: false, peakMb: residentMb(pid) };
  const times = [];
  const asking = (async () => {
    while (!state.over) {
      const begun = performance.now();
      await (await fetch(`${address}/v1/factors/top?${query}&pageSize=10`)).text();
      times.push(performance.now() - begun);
      state.peakMb = Math.max(state.peakMb, residentMb(pid));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();
  const begun = performance.now();
  const bytes = await work();
  const seconds = (performance.now() - begun) / 1000;
  state.over = true;
  await asking;
  times.sort((a, b) => a - b);
  return { seconds, bytes, peakMb: state.peakMb, p99: times[Math.floor(times.length * 0.99)] };
}

async function download(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(await answer.text());
  let bytes = 0;
  for await (const chunk of answer.body) bytes += chunk.length;
  return bytes;
}

export default async function bench(report) {
  const folder = mkdtempSync(join(tmpdir(), 'factormine-bench-export-'));
  const server = await startPostgres({ folder: join(folder, 'pg'), durable: false, disposable: true });
  let service = null;
  try {
    await migrateAll(server.url);
    const datasetId = await fill(server.url);
    service = await startService(server.url, join(folder, 'data'));
    const { address, child } = service;
    const query = `datasetId=${datasetId}&from=${FROM}&to=${TO}`;
    const pause = () => new Promise((resolve) => setTimeout(resolve, 3000));
    const alone = await besides(address, query, child.pid, () => pause().then(() => 0));
    const rows = [
      { export: 'none', seconds: '', MB: '', 'rows/s': '', 'memory +MB': '', 'top 10 p99 ms': alone.p99 },
    ];
    for (const format of FORMATS) {
      const before = residentMb(child.pid);
      const link = `${address}/v1/exports/factors?${query}&format=${format}`;
      const { seconds, bytes, peakMb, p99 } = await besides(address, query, child.pid, () => download(link));
      rows.push({
        export: format,
        seconds,
        MB: Math.round(bytes / 1e6),
        'rows/s': Math.round(FACTORS / seconds),
        'memory +MB': Math.round(peakMb - before),
        'top 10 p99 ms': p99,
      });
    }
    report.table('export', `${FACTORS} factors with their evaluations as files, over HTTP`, rows);
  } finally {
    if (service) {
      service.child.kill('SIGTERM');
      await once(service.child, 'exit');
    }
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
