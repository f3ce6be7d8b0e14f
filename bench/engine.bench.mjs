// Kernels, ICs and the pool: ns a cell (stock-day) and as a ratio against a memory copy; candidates a second.
import { EvaluationPool } from '../dist/compute/engine/evaluation-pool.js';
import { kernelFor } from '../dist/compute/kernels/registry.js';
import { drawProgram } from '../dist/core/evolution/draw-program.js';
import { createVocabulary } from '../dist/core/evolution/vocabulary.js';
import { OPERATORS } from '../dist/core/operator/operators.js';
import { createLanguage } from '../dist/core/program/language.js';
import { openStream } from '../dist/core/random/random-stream.js';
import { benchPanel } from './generators/market.mjs';

const OPERATORS_A_PROGRAM = 8;
const CANDIDATES = 240;
/** Rows that the reference is timed on: it is hundreds of times slower. */
const REFERENCE_DAYS = 60;

/** Least of several runs, in ns a cell: what the machine can do when nobody disturbs it. */
function nanoseconds(cells, run, milliseconds = 300) {
  run();
  let best = Number.POSITIVE_INFINITY;
  const until = performance.now() + milliseconds;
  do {
    const began = performance.now();
    run();
    best = Math.min(best, performance.now() - began);
  } while (performance.now() < until);
  return (best * 1e6) / cells;
}

function kernelRows(panel, copy) {
  const stocks = panel.symbols.length;
  const rows = [];
  for (const [name, operator] of OPERATORS) {
    if (operator.family === 'interval') continue;
    const windows = operator.minimumWindow === null ? [null] : name.startsWith('ts_d') ? [5] : [5, 20];
    for (const window of windows) {
      const time = (backend, days) => {
        const into = new Float64Array(days * stocks);
        const allocate = (length) => (length === into.length ? into : new Float64Array(length));
        const context = { days, firstRow: 0, stocks, bars: 0, session: null, universe: null, allocate };
        const operands = ['CLOSE', 'VOLUME'].slice(0, operator.operands.length).map((field) => ({
          frequency: 'daily',
          shape: 'matrix',
          values: panel.matrices.get(field).subarray(0, days * stocks),
        }));
        const step = {
          kind: 'operation',
          operator: name,
          operands: [0, 1],
          window,
          interval: null,
          frequency: 'daily',
          shape: 'matrix',
        };
        const kernel = kernelFor(name, backend);
        return nanoseconds(
          days * stocks,
          () => kernel(operands, step, context),
          backend === 'portable' ? 300 : 1,
        );
      };
      const portable = time('portable', panel.days.length);
      const reference = time('reference', REFERENCE_DAYS);
      rows.push({
        operator: window === null ? name : `${name} ${window}`,
        'ns a cell': portable.toFixed(1),
        'x copy': (portable / copy).toFixed(1),
        'reference ns': reference.toFixed(0),
        'x reference': (reference / portable).toFixed(0),
      });
    }
  }
  return rows;
}

function randomPrograms(panel) {
  const settings = {
    operatorSet: 'report',
    excludeOperators: [],
    excludeFields: [],
    windows: [2, 5, 10, 20],
    maximumSize: 24,
    maximumDepth: 10,
    strictTable1: false,
    minuteFields: false,
    intervalTimes: [],
  };
  const vocabulary = createVocabulary(createLanguage(panel, settings), []);
  const known = new Map();
  for (let slot = 0; known.size < CANDIDATES; slot++) {
    const stream = openStream('bench', { generation: 0, slot, purpose: 'initialise' });
    const program = drawProgram(
      vocabulary,
      { minimum: 14, maximum: 18 },
      { stream, avoid: new Set(known.keys()) },
    );
    const operators = program.nodes.filter((node) => node.kind === 'operation').length;
    if (operators === OPERATORS_A_PROGRAM) known.set(program.hash, program);
  }
  return [...known.values()];
}

const frameOf = (train) => ({
  definition: {
    universe: { excludeSt: false, excludeFirstDays: 0, minimumPrice: null, minimumAmount: null },
    label: { lagDays: 1, holdingDays: 1, dropLimitLocked: 'off' },
    winsorise: 0,
    minimumStocks: 100,
    minimumDateShare: 0.8,
    minimumCoverage: 0.6,
    groups: null,
  },
  period: train,
  fitness: 'rank',
});

async function poolRow(panel, frame, programs, threads) {
  const { from, to } = frame.period;
  const trainCells = panel.days.filter((day) => day >= from && day <= to).length * panel.symbols.length;
  const pool = new EvaluationPool({ threads });
  const handle = pool.addPanel(panel);
  await pool.judge(handle, frame, programs.slice(0, 40));
  const before = process.cpuUsage();
  const began = performance.now();
  const judgements = await pool.judge(handle, frame, programs);
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(before);
  const memory = process.memoryUsage();
  const { memoryBytes, usedBytes } = pool.searchUse(handle);
  await pool.close();
  return {
    row: {
      threads,
      'candidates a second': (programs.length / seconds).toFixed(1),
      'ns a cell': ((seconds * 1e9) / programs.length / trainCells).toFixed(1),
      // Of all threads: what remains true while other processes take the cores.
      'CPU ms a candidate': ((user + system) / 1000 / programs.length).toFixed(1),
      'RSS MB': Math.round(memory.rss / 2 ** 20),
      'search MB': `${Math.round(usedBytes / 2 ** 20)} of ${Math.round(memoryBytes / 2 ** 20)}`,
    },
    judgements,
  };
}

export default async function bench() {
  const { panel, train, name } = await benchPanel();
  const stocks = panel.symbols.length;
  const cells = panel.days.length * stocks;
  const close = panel.matrices.get('CLOSE');
  const into = new Float64Array(cells);
  const copy = nanoseconds(cells, () => into.set(close));
  const panelMB =
    [...panel.matrices.values(), ...Object.values(panel.attributes)].reduce(
      (sum, values) => sum + (values?.byteLength ?? 0),
      0,
    ) /
    2 ** 20;
  console.log(
    `${name}: ${panel.days.length} days x ${stocks} stocks, panel ${Math.round(panelMB)} MB; memory copy ${copy.toFixed(2)} ns a cell`,
  );
  console.log(`RSS with the panel alone: ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`);
  console.table(kernelRows(panel, copy));

  const frame = frameOf(train);
  const programs = randomPrograms(panel);
  console.log(`e.g. ${programs[0].text}`);

  const one = await poolRow(panel, frame, programs, 1);
  const two = await poolRow(panel, frame, programs, 2);
  console.table([one.row, two.row]);
  console.log(
    `bits of one and two threads equal: ${JSON.stringify(one.judgements) === JSON.stringify(two.judgements)}`,
  );
}
