// Import of minute rows from CSV: rows a second, time as a ratio against reading the file's bytes, and the peak memory of a
// process that does nothing else, which is to stay as it is when the rows are many.
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { writeMinuteCsv } from './generators/minute-csv.mjs';

const BARS = 240;
const CASES = [
  { name: 'by symbol', stocks: 100, days: 10, order: 'symbol' },
  { name: 'by symbol', stocks: 100, days: 60, order: 'symbol' },
  { name: 'by day', stocks: 100, days: 60, order: 'day' },
  { name: 'by day, gzip', stocks: 100, days: 60, order: 'day', gzip: true },
];
const RUNS = 2;

const IMPORT = `
  const { importMarket } = await import(process.argv[1]);
  const began = performance.now();
  const cpu = process.cpuUsage();
  const { badRows } = await importMarket(process.argv[2], { minutes: [process.argv[3]] });
  const { user, system } = process.cpuUsage(cpu);
  console.log(JSON.stringify({
    rows: badRows.rows,
    seconds: (performance.now() - began) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }));`;

export default function importBench() {
  const folder = mkdtempSync(join(tmpdir(), 'import-bench-'));
  try {
    console.table(CASES.map((each) => measure(folder, each)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(folder, { name, stocks, days, order, gzip = false }) {
  const path = join(folder, 'minutes.csv');
  writeMinuteCsv(path, { stocks, days, bars: BARS, order });
  if (gzip) writeFileSync(path, gzipSync(readFileSync(path), { level: 1 }));
  const reading = Math.min(...Array.from({ length: RUNS + 1 }, () => secondsToRead(path)));
  const runs = Array.from({ length: RUNS }, () => importElsewhere(join(folder, 'datasets'), path));
  const best = runs.reduce((a, b) => (a.seconds < b.seconds ? a : b));
  return {
    file: name,
    'M rows': (best.rows / 1e6).toFixed(2),
    MB: Math.round(statSync(path).size / 1e6),
    'rows a second': Math.round(best.rows / best.seconds),
    'a CPU second': Math.round(best.rows / Math.min(...runs.map(({ cpuSeconds }) => cpuSeconds))),
    'x reading': (best.seconds / reading).toFixed(0),
    'peak MB': Math.min(...runs.map(({ peakMb }) => peakMb)),
  };
}

function importElsewhere(datasets, path) {
  const built = new URL('../dist/compute/panel/import/import-market.js', import.meta.url).href;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', IMPORT, built, datasets, path], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  rmSync(datasets, { recursive: true, force: true });
  if (child.status !== 0) throw new Error(`the import ended with ${child.status ?? child.signal}`);
  return JSON.parse(child.stdout);
}

function secondsToRead(path) {
  const bytes = new Uint8Array(2 ** 20);
  const began = performance.now();
  const file = openSync(path, 'r');
  while (readSync(file, bytes) > 0);
  closeSync(file);
  return (performance.now() - began) / 1000;
}
