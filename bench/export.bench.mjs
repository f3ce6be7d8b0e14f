// A million factors with their evaluations as files, over HTTP: seconds, bytes, the service's memory meanwhile, and how quick
// the ten best stay for someone else.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateAll } from '../dist/platform/boot/migrate-all.js';
import { startPostgres } from '../scripts/postgres/start-postgres.mjs';
import { fillStore, SIZES } from './generators/store.mjs';
import { startService } from './service.mjs';

/** The whole store but for its families, which this does not read. */
const STORE = { ...SIZES, runs: 5, generations: 10, edges: 50_000 };
const FORMATS = ['parquet', 'csv', 'ndjson', 'arrow'];

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
    const { runIds } = await fillStore(server.url, join(folder, 'data'), STORE);
    service = await startService({
      FACTORMINE_DATA: join(folder, 'data'),
      DATABASE_URL: server.url,
      FACTORMINE_ROLE: 'api',
    });
    const { url, pid } = service;
    const query = `runId=${runIds[0]}&role=train`;
    const pause = () => new Promise((resolve) => setTimeout(resolve, 3000));
    const alone = await besides(url, query, pid, () => pause().then(() => 0));
    const rows = [
      { export: 'none', seconds: '', MB: '', 'rows/s': '', 'memory +MB': '', 'top 10 p99 ms': alone.p99 },
    ];
    for (const format of FORMATS) {
      const before = residentMb(pid);
      const link = `${url}/v1/exports/factors?${query}&format=${format}`;
      const { seconds, bytes, peakMb, p99 } = await besides(url, query, pid, () => download(link));
      rows.push({
        export: format,
        seconds,
        MB: Math.round(bytes / 1e6),
        'rows/s': Math.round(STORE.factors / seconds),
        'memory +MB': Math.round(peakMb - before),
        'top 10 p99 ms': p99,
      });
    }
    report.table('export', `${STORE.factors} factors with their evaluations as files, over HTTP`, rows);
  } finally {
    await service?.stop();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
