// Every operator alone, over whole panels: the WebAssembly kernels against a memory copy, the exact engine, the float64
// reference, and pandas and bottleneck on the same bytes.

import { preparePeriod } from '../dist/compute/evaluation/prepare-period.js';
import { kernelFor } from '../dist/compute/kernels/registry.js';
import { BLOCK_SCRATCH_BYTES } from '../dist/compute/kernels/wasm/block-exports.js';
import { dayScratchBytes, labelsBytes, verdictBytes } from '../dist/compute/kernels/wasm/day-exports.js';
import { loadKernels } from '../dist/compute/kernels/wasm/load-kernels.js';
import { OPERATOR_OPCODES } from '../dist/compute/kernels/wasm/opcodes.js';
import { OPERATORS } from '../dist/core/operator/operators.js';
import { frameOf, largeMarket, smallMarket } from './generators/market.mjs';
import { timePeers } from './peers/peers.mjs';
import { kernelCopy, leastMs } from './timing.mjs';

const LANES = 16;
const PAGE = 65536;
/** Rows that the reference is timed on: it is hundreds of times slower. */
const REFERENCE_DAYS = 40;
/** Pairs of operands, taken in turn, so that no operand is in a cache from the run before. */
const PAIRS = 4;

/** CLOSE and VOLUME in blocks, several times over, with room for a result each. */
function layOut(panel, labels) {
  const days = panel.days.length;
  const stocks = panel.symbols.length;
  const blocks = Math.ceil(stocks / LANES);
  const stride = days * LANES * 4;
  const matrix = blocks * stride;
  let next = PAGE;
  const room = (bytes) => {
    const at = next;
    next += Math.ceil(bytes / 64) * 64;
    return at;
  };
  const places = {
    code: room(1024),
    scratch: room(Math.max(BLOCK_SCRATCH_BYTES, dayScratchBytes(blocks))),
    labels: room(labelsBytes(days, blocks)),
    verdict: room(verdictBytes(days)),
    mask: room(matrix),
    sets: Array.from({ length: PAIRS }, () => ({
      close: room(matrix),
      volume: room(matrix),
      out: room(matrix),
    })),
  };
  const memory = new WebAssembly.Memory({ initial: Math.ceil(next / PAGE), maximum: 65536, shared: true });
  const figures = new Float32Array(memory.buffer);
  const lay = (values, at) => {
    for (let day = 0; day < days; day++) {
      for (let column = 0; column < blocks * LANES; column++) {
        const cell = (Math.floor(column / LANES) * days + day) * LANES + (column % LANES);
        figures[at / 4 + cell] = column < stocks ? values[day * stocks + column] : Number.NaN;
      }
    }
  };
  for (const { close, volume } of places.sets) {
    lay(panel.matrices.get('CLOSE'), close);
    lay(panel.matrices.get('VOLUME'), volume);
  }
  for (let day = 0; day < days; day++) {
    for (let column = 0; column < blocks * LANES; column++) {
      figures[places.labels / 4 + day * blocks * LANES + column] =
        column < stocks ? labels[day * stocks + column] : Number.NaN;
    }
  }
  const kernels = loadKernels(memory);
  kernels.prepareLabels(places.labels, days, blocks, places.scratch);
  return { memory, kernels, places, days, stocks, blocks, stride };
}

function timeBlocks(ground, operator, window) {
  const { memory, kernels, places, days, stocks, blocks, stride } = ground;
  const words = new Int32Array(memory.buffer, places.code, 8);
  let turn = 0;
  const ms = leastMs(() => {
    const { close, volume, out } = places.sets[turn++ % PAIRS];
    words.set([OPERATOR_OPCODES.get(operator), window ?? 0, out, stride, close, stride, volume, stride]);
    kernels.runBlocks(places.code, 1, 0, blocks, days, 0, places.scratch);
  });
  return (ms * 1e6) / (days * stocks);
}

function timeAcross(ground, kernel) {
  const { kernels, places, days, stocks, blocks, stride } = ground;
  let turn = 0;
  const ms = leastMs(() => {
    const { close, out } = places.sets[turn++ % PAIRS];
    kernels[kernel](out, stride, close, stride, places.mask, stride, days, blocks, places.scratch);
  });
  return (ms * 1e6) / (days * stocks);
}

/** ICs of a factor that is there already: momentum, so that values lie as factors' do. */
function timeJudge(ground, wanted) {
  const { memory, kernels, places, days, stocks, blocks, stride } = ground;
  const words = new Int32Array(memory.buffer, places.code, 16);
  for (const { close, out } of places.sets) {
    words.set([OPERATOR_OPCODES.get('ts_mean'), 5, out, stride, close, stride, close, stride]);
    words.set([OPERATOR_OPCODES.get('protecteddiv'), 0, out, stride, out, stride, close, stride], 8);
    kernels.runBlocks(places.code, 2, 0, blocks, days, 0, places.scratch);
  }
  let turn = 0;
  const ms = leastMs(() => {
    const { out } = places.sets[turn++ % PAIRS];
    kernels.judge(out, stride, places.labels, days, blocks, 10, wanted, 0, places.verdict, places.scratch);
  });
  return (ms * 1e6) / (days * stocks);
}

/** The float64 kernels of the exact engine and of the reference. */
function timeFloat64(panel, operator, window, backend) {
  const stocks = panel.symbols.length;
  const days = backend === 'reference' ? REFERENCE_DAYS : Math.min(panel.days.length, 400);
  const into = new Float64Array(days * stocks);
  const context = { days, firstRow: 0, stocks, bars: 0, session: null, universe: null, allocate: () => into };
  const operands = ['CLOSE', 'VOLUME'].slice(0, OPERATORS.get(operator).operands.length).map((field) => ({
    frequency: 'daily',
    shape: 'matrix',
    values: panel.matrices.get(field).subarray(0, days * stocks),
  }));
  const step = {
    kind: 'operation',
    operator,
    operands: [0, 1],
    window,
    interval: null,
    frequency: 'daily',
    shape: 'matrix',
  };
  const kernel = kernelFor(operator, backend);
  const limits = backend === 'reference' ? { milliseconds: 0, runs: 1 } : { milliseconds: 100, runs: 2 };
  return (leastMs(() => kernel(operands, step, context), limits) * 1e6) / (days * stocks);
}

function windowsOf({ name, minimumWindow }) {
  if (minimumWindow === null) return [null];
  return name === 'ts_delay' || name === 'ts_diff' ? [5] : [5, 20];
}

function operatorRows(panel, ground, copy, peers) {
  const rows = [];
  for (const operator of OPERATORS.values()) {
    if (operator.family === 'interval') continue;
    for (const window of windowsOf(operator)) {
      const { name } = operator;
      const ns =
        name === 'cs_norm'
          ? timeAcross(ground, 'csNorm')
          : name === 'cs_rank'
            ? timeAcross(ground, 'csRank')
            : timeBlocks(ground, name, window);
      const row = window === null ? name : `${name} ${window}`;
      const against = (peer) => (peers[peer]?.ns[row] === undefined ? '' : peers[peer].ns[row] / ns);
      rows.push({
        operator: row,
        'ns a cell': ns,
        'x copy': ns / copy,
        'exact engine / this': timeFloat64(panel, name, window, 'portable') / ns,
        'reference / this': timeFloat64(panel, name, window, 'reference') / ns,
        'pandas / this': against('pandas'),
        'bottleneck / this': against('bottleneck'),
      });
    }
  }
  return rows;
}

export default async function bench(report) {
  for (const make of [smallMarket, () => largeMarket()]) {
    const market = await make();
    const { panel } = market;
    const period = { from: panel.days[0], to: panel.days.at(-1) };
    const { labels } = preparePeriod(panel, frameOf(market).definition, period);
    const ground = layOut(panel, labels);
    const { days, stocks } = ground;
    const copy = kernelCopy(days * stocks);
    const read = (name) => panel.matrices.get(name);
    const peers = timePeers({ days, stocks, close: read('CLOSE'), volume: read('VOLUME'), label: labels });
    console.log(`${market.name}: cold copy ${copy.toFixed(3)} ns a cell`);
    const versions = Object.entries(peers).map(([name, peer]) => `${name} ${peer?.version ?? 'absent'}`);
    console.log(`peers: ${versions.join(', ')}`);
    report.table(`operators-${market.id}`, market.name, operatorRows(panel, ground, copy, peers));
    const ics = [
      ['IC (Pearson)', 1],
      ['rank IC', 2],
      ['both', 3],
    ].map(([what, wanted]) => {
      const ns = timeJudge(ground, wanted);
      return { what, 'ns a cell': ns, 'x copy': ns / copy };
    });
    report.table(`ics-${market.id}`, 'ICs of a factor that is there already', ics);
  }
}
