// Mines a generated market with minute bars by mixed programs, and tells what memory it took:
//   node bench/mine-minutes.mjs [--stocks 4000] [--days 250] [--bars 240] [--generations 3] [--folder DIR] [--json]
// Generating and mining are processes of their own, each with its own peak. The market stays in DIR if one is given.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { EvaluationPool } from '../dist/compute/engine/evaluation-pool.js';
import { loadPanel } from '../dist/compute/panel/load-panel.js';
import { planProgram } from '../dist/compute/plan/plan.js';
import { LeafFiles } from '../dist/compute/reduction/leaf-files.js';
import { minuteLeavesOf } from '../dist/compute/reduction/minute-leaf.js';
import { MinuteReductions } from '../dist/compute/reduction/minute-reductions.js';
import { EXPERIMENT_DEFAULTS } from '../dist/core/experiment/defaults.js';
import { createEvaluator } from '../dist/mining/create-evaluator.js';
import { mineRun } from '../dist/mining/mine.js';
import { makeMinuteMarket } from './generators/minute-market.mjs';

const { values: given } = parseArgs({
  options: {
    stocks: { type: 'string', default: '4000' },
    days: { type: 'string', default: '250' },
    bars: { type: 'string', default: '240' },
    generations: { type: 'string', default: '3' },
    folder: { type: 'string' },
    json: { type: 'boolean', default: false },
    step: { type: 'string', default: 'all' },
  },
});
const shape = { stocks: Number(given.stocks), days: Number(given.days), bars: Number(given.bars) };
const MB = 2 ** 20;
/** Room for daily reductions in memory. */
const REDUCTION_BYTES = 2 ** 30;

if (given.step === 'generate') await generate(given.folder);
else if (given.step === 'mine') await mine(given.folder);
else runBoth(given.folder ?? mkdtempSync(join(tmpdir(), 'minute-market-')));

function runBoth(folder) {
  const step = (name) => {
    const options = Object.entries({ ...shape, generations: given.generations, folder, step: name });
    const flags = options.map(([key, value]) => `--${key}=${value}`);
    const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), ...flags], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (child.status !== 0) throw new Error(`${name} ended with ${child.status ?? child.signal}`);
    return JSON.parse(child.stdout);
  };
  try {
    const results = { shape, generate: step('generate'), mine: step('mine') };
    if (given.json) console.log(JSON.stringify(results));
    else console.dir(results, { depth: 4 });
  } finally {
    if (given.folder === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function told() {
  return { peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024) };
}

async function generate(folder) {
  const began = performance.now();
  const written = await makeMinuteMarket(join(folder, 'datasets'), shape);
  const files = readdirSync(written.folder).map((name) => statSync(join(written.folder, name)).size);
  const diskMb = Math.round(files.reduce((sum, size) => sum + size, 0) / MB);
  console.log(JSON.stringify({ seconds: secondsSince(began), diskMb, ...told() }));
}

async function mine(folder) {
  const [hash] = readdirSync(join(folder, 'datasets'));
  const panel = await loadPanel(join(folder, 'datasets', hash), hash);
  const files = new LeafFiles(join(folder, 'minute-reductions'), 4096 * MB);
  const reductions = new MinuteReductions(files, REDUCTION_BYTES);
  const pool = new EvaluationPool({ threads: availableParallelism(), reductions });
  const experiment = experimentOn(panel);
  const evaluator = await createEvaluator(pool, pool.addPanel(panel), experiment);
  const generations = [];
  const began = performance.now();
  const result = await mineRun({
    claimed: {
      fence: { runId: 'bench', epoch: 1 },
      datasetId: 'bench',
      datasetHash: hash,
      experiment,
      seed: 'bench',
      warmStart: [],
      position: null,
      minedMs: 0,
    },
    catalog: panel,
    evaluator,
    memo: { lookUp: async () => new Map() },
    store: {
      heartbeat: async () => 'continue',
      commitGeneration: async (_, { statistics }) => {
        generations.push({ computed: statistics.computed, seconds: secondsSince(began) });
        return 'continue';
      },
      release: async () => undefined,
    },
    clock: { nowMs: () => performance.now() },
    progress: { generation: () => undefined },
    leaseMs: 600_000,
  });
  await pool.close();
  const { population, bestEver } = result.position;
  const programs = population.map(({ program }) => program);
  const withMinutes = programs.filter((program) => minuteLeavesOf(planProgram(program)).length > 0).length;
  console.log(
    JSON.stringify({
      seconds: secondsSince(began),
      ...told(),
      generations,
      population: programs.length,
      withMinutes,
      reductionsMb: Math.round(reductions.bytes / MB),
      best: bestEver?.program.text ?? null,
    }),
  );
}

function experimentOn({ days, symbols }) {
  const { evolution, evaluation, language, ...rest } = EXPERIMENT_DEFAULTS;
  const last = Math.max(0, days.length - 4);
  return {
    ...rest,
    language: { ...language, intervalTimes: ['10:00', '10:30', '11:00', '14:00'] },
    evaluation: { ...evaluation, minimumStocks: Math.min(100, Math.floor(symbols.length / 2)) },
    periods: { train: { from: days[20], to: days[last] }, validation: null, test: null },
    evolution: { ...evolution, populationSize: 100, childrenPerGeneration: 50 },
    stop: { ...rest.stop, generations: Number(given.generations) },
  };
}

function secondsSince(began) {
  return Math.round((performance.now() - began) / 100) / 10;
}
