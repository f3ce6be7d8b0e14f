// Sketches: one formula against a library of 10,000, on 4,000 stocks and 1,200 days; milliseconds, and the comparison as a
// ratio against a memory copy of the library's bytes made in the same run.
import { EvaluationPool } from '../dist/compute/engine/evaluation-pool.js';
import { loadKernels } from '../dist/compute/kernels/wasm/load-kernels.js';
import { compareOnShelf } from '../dist/compute/sketch/compare-on-shelf.js';
import { SketchShelf } from '../dist/compute/sketch/sketch-shelf.js';
import { bytesOfSketch, SKETCH_SIZE } from '../dist/compute/sketch/sketch-size.js';
import { openLanguage } from '../dist/core/program/language.js';
import { parseProgram } from '../dist/core/program/parse.js';
import { randomDays } from './generators/random-days.mjs';

const MEMBERS = 10_000;
const MARKETS = [
  [800, 1200],
  [4000, 1200],
];
const FORMULAS = [
  'ts_mean(CLOSE,5)/CLOSE',
  'ts_corr(HIGH,VOLUME,20)',
  '(ts_mean(CLOSE,5)-ts_delay(CLOSE,5))/ts_std(CLOSE,20)+ts_corr(CLOSE,VOLUME,10)',
];
const RUNS = 7;

/** Least of several runs, in milliseconds: what the machine can do when nobody disturbs it. */
async function least(run) {
  let best = Number.POSITIVE_INFINITY;
  for (let at = 0; at < RUNS; at++) {
    const began = performance.now();
    await run();
    best = Math.min(best, performance.now() - began);
  }
  return best;
}

function filledShelf(threads) {
  const shelf = new SketchShelf(SKETCH_SIZE, threads);
  const sketch = new Int8Array(bytesOfSketch(SKETCH_SIZE));
  let state = 1;
  for (let member = 0; member < MEMBERS; member++) {
    for (let at = 0; at < sketch.length; at++) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      sketch[at] = (state >> 24) % 128;
    }
    shelf.add(sketch);
  }
  return shelf;
}

/** Least time in which the bytes of all sketches are copied, in pieces that fit the copy's own room. */
async function copyTime(shelf) {
  const { memory, sketches } = shelf.view;
  const { copy } = loadKernels(memory);
  const bytes = MEMBERS * bytesOfSketch(SKETCH_SIZE);
  const target = memory.buffer.byteLength;
  memory.grow(Math.ceil(bytes / 65_536));
  return least(() => copy(target, sketches, bytes));
}

async function compareTime(shelf) {
  const sketches = new Int8Array(memoryOf(shelf, bytesOfSketch(SKETCH_SIZE)));
  const minimumCells = new Int32Array(SKETCH_SIZE.days).fill(10);
  const question = { sketches, shelf: shelf.view, first: 0, end: MEMBERS };
  return least(() => compareOnShelf(question, { minimumCells }, 0));
}

const memoryOf = ({ view }, bytes) => view.memory.buffer.slice(view.sketches, view.sketches + bytes);

async function queries(threads, shelf) {
  const rows = [];
  for (const [stocks, days] of MARKETS) {
    const panel = randomDays(days, stocks);
    const pool = new EvaluationPool({ threads });
    const handle = pool.addPanel(panel);
    const definition = {
      universe: { excludeSt: false, excludeFirstDays: 0, minimumPrice: null, minimumAmount: null },
      label: { lagDays: 1, holdingDays: 1, dropLimitLocked: 'off' },
      winsorise: 0,
      minimumStocks: 30,
      minimumDateShare: 0.8,
      minimumCoverage: 0.6,
      groups: 10,
    };
    const frame = { definition, period: { from: panel.days[30], to: panel.days.at(-3) }, fitness: 'rank' };
    for (const formula of FORMULAS) {
      const parsed = parseProgram(formula, openLanguage(panel));
      if (!parsed.ok) throw parsed.error;
      const sketchMs = await least(() => pool.sketches.sketch(handle, frame, [parsed.value]));
      const wholeMs = await least(async () => {
        const sketches = await pool.sketches.sketch(handle, frame, [parsed.value]);
        return pool.sketches.compare(handle, frame, { sketches, shelf });
      });
      rows.push({
        market: `${stocks} x ${days}`,
        formula,
        'sketch ms': sketchMs.toFixed(1),
        'sketch and compare with 10,000 ms': wholeMs.toFixed(1),
      });
    }
    await pool.close();
  }
  return rows;
}

export default async function run() {
  const shelf = filledShelf(2);
  const compared = await compareTime(shelf);
  const copied = await copyTime(shelf);
  const bytes = MEMBERS * bytesOfSketch(SKETCH_SIZE);
  console.table([
    {
      sketches: MEMBERS,
      MB: (bytes / 2 ** 20).toFixed(0),
      'compare ms, one thread': compared.toFixed(1),
      'copy ms': copied.toFixed(1),
      'x copy': (compared / copied).toFixed(1),
    },
  ]);
  console.table(await queries(2, shelf));
}
