// Reductions of minute bars from tiles in the page cache: ns a bar and stock, and what a pass over 1,200 days of five
// fields would take on two threads. Days are as many as stay in memory; passes are linear in them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EvaluationPool } from '../dist/compute/engine/evaluation-pool.js';
import { loadPanel } from '../dist/compute/panel/load-panel.js';
import { MinuteReductions } from '../dist/compute/reduction/minute-reductions.js';
import { TileReducer } from '../dist/compute/reduction/tile-reducer.js';
import { makeMinuteMarket } from './generators/minute-market.mjs';

const SHAPE = { stocks: 4000, days: 24, bars: 240 };
const WHOLE_DAYS = 1200;
const FIELDS = ['open', 'high', 'low', 'close', 'volume'];
const RUNS = 4;

const leaf = (operator, ...fields) => ({ operator, fields, interval: null });
const opening = (field) => ({
  operator: 'interval',
  fields: [field],
  interval: { reducer: 'sum', from: 570, to: 600 },
});
const PASSES = [
  ['ts_mean', [leaf('ts_mean', 'close')]],
  ['ts_max', [leaf('ts_max', 'close')]],
  ['idx_max', [leaf('idx_max', 'close')]],
  ['ts_std', [leaf('ts_std', 'close')]],
  ['ts_kurt', [leaf('ts_kurt', 'close')]],
  ['ts_corr', [leaf('ts_corr', 'high', 'volume')]],
  ['five means', FIELDS.map((field) => leaf('ts_mean', field))],
  ['five openings', FIELDS.map(opening)],
  [
    'five fields, 12 leaves',
    [
      ...FIELDS.map((field) => leaf('ts_mean', field)),
      leaf('ts_std', 'close'),
      leaf('ts_skew', 'volume'),
      leaf('ts_kurt', 'open'),
      leaf('ts_max', 'high'),
      leaf('idx_min', 'low'),
      leaf('ts_corr', 'high', 'volume'),
      opening('volume'),
    ],
  ],
];

/** Least of several runs in ms: the first compares the tiles with their hashes. */
async function timed(run) {
  const times = [];
  for (let k = 0; k < RUNS; k++) {
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
  }
  return Math.min(...times);
}

function copyNanoseconds() {
  const from = new Uint8Array(new SharedArrayBuffer(64 * 2 ** 20)).fill(1);
  const into = new Uint8Array(new SharedArrayBuffer(from.length));
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < 8; k++) {
    const began = performance.now();
    into.set(from);
    best = Math.min(best, performance.now() - began);
  }
  return (best * 1e6) / (from.length / 4);
}

/** A pool keeps what it has reduced: each run has a panel of another name. */
async function onThreads(panel, leaves, threads) {
  const pool = new EvaluationPool({ threads, reductions: new MinuteReductions(null, 0) });
  const handles = Array.from({ length: RUNS + 1 }, (_, run) =>
    pool.addPanel({ ...panel, datasetHash: `${run}` }),
  );
  // Threads start with their first tasks.
  await pool.reduceMinuteLeaves(handles.pop(), leaves);
  const ms = await timed(() => pool.reduceMinuteLeaves(handles.pop(), leaves));
  await pool.close();
  return ms;
}

export default async function minuteBench() {
  const folder = mkdtempSync(join(tmpdir(), 'minute-bench-'));
  try {
    const { folder: dataset } = await makeMinuteMarket(folder, SHAPE);
    const panel = await loadPanel(dataset);
    const copy = copyNanoseconds();
    console.log(`memory copy of 4 bytes: ${copy.toFixed(2)} ns; ${SHAPE.stocks} stocks x ${SHAPE.bars} bars`);
    console.table(await rowsOf(panel, copy));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function rowsOf(panel, copy) {
  const rows = [];
  for (const [pass, leaves] of PASSES) {
    const fields = new Set(leaves.flatMap(({ fields: names }) => names)).size;
    const targets = leaves.map((each) => ({
      leaf: each,
      values: new Float64Array(SHAPE.days * SHAPE.stocks),
    }));
    const one = await timed(() => {
      const reducer = new TileReducer(panel.minutes, panel.session, targets);
      reducer.reduceDays(0, SHAPE.days);
      reducer.close();
    });
    const nanoseconds = (one * 1e6) / (SHAPE.stocks * SHAPE.bars * SHAPE.days * fields);
    const two = await onThreads(panel, leaves, 2);
    rows.push({
      pass,
      fields,
      'ns a bar': nanoseconds.toFixed(2),
      'x copy': (nanoseconds / copy).toFixed(1),
      'two threads': `${(one / two).toFixed(2)} x`,
      [`${WHOLE_DAYS} days, two threads`]: `${((two * WHOLE_DAYS) / SHAPE.days / 1000).toFixed(2)} s`,
    });
  }
  return rows;
}
