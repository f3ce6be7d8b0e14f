// The whole service against its bare evaluator: the same run once by the service (evolution, Postgres, progress), once
// by the threads alone on the programs that it judged; and the service again with a full memo, and with the cascade.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EvaluationPool } from '../dist/compute/engine/evaluation-pool.js';
import { mineInMemory } from './generators/evolved.mjs';
import { frameOf, sharedMarketFiles, smallMarket } from './generators/market.mjs';

const PROJECT = fileURLToPath(new URL('../', import.meta.url));
const GENERATIONS = 40;
const SEED = 'loop';

/** The built service on a data folder of its own. */
async function startService(folder, imports) {
  const { PATH, HOME } = process.env;
  const env = {
    PATH,
    HOME,
    PORT: '0',
    FACTORMINE_DEMO: 'off',
    FACTORMINE_DATA: folder,
    FACTORMINE_IMPORTS: imports,
  };
  const child = spawn(process.execPath, ['dist/main.js'], {
    cwd: PROJECT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const url = await new Promise((resolve, reject) => {
    const listen = (chunk) => {
      text += chunk;
      const found = /GraphiQL\s+(http\S+)\/graphiql/.exec(text)?.[1];
      if (found !== undefined && text.includes('database ')) resolve(found);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', () => reject(new Error(`the service did not start:\n${text}`)));
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = () => {
    child.kill('SIGTERM');
    return ended;
  };
  return { url, stop };
}

async function ask(url, query, variables = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

async function until(probe) {
  for (;;) {
    const found = await probe();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

async function importMarket(url, { daily, market }) {
  const { createImport } = await ask(
    url,
    `mutation ($input: CreateImportInput!) { createImport(input: $input) { id } }`,
    { input: { name: 'bench', daily: [daily], market } },
  );
  return until(async () => {
    const found = await ask(url, `query ($id: ID!) { import(id: $id) { state reason datasetId } }`, {
      id: createImport.id,
    });
    if (found.import.state === 'FAILED') throw new Error(found.import.reason);
    return found.import.datasetId;
  });
}

async function mineByService(url, datasetId, experiment) {
  const input = { datasetId, experiment, seed: SEED, start: true, stop: { generations: GENERATIONS } };
  const { createRun } = await ask(
    url,
    `mutation ($input: CreateRunInput!) { createRun(input: $input) { id } }`,
    { input },
  );
  await until(async () => {
    const { run } = await ask(url, `query ($id: ID!) { run(id: $id) { state reason } }`, {
      id: createRun.id,
    });
    if (run.state === 'FAILED') throw new Error(run.reason);
    return run.state === 'COMPLETED';
  });
  const { run } = await ask(
    url,
    `query ($id: ID!) { run(id: $id) { populationHash generations { generation createdAt newPrograms computed breedMs evaluateMs persistMs } } }`,
    { id: createRun.id },
  );
  const [first, ...later] = run.generations;
  const seconds = (Date.parse(later.at(-1).createdAt) - Date.parse(first.createdAt)) / 1000;
  const sum = (name) => later.reduce((total, one) => total + one[name], 0);
  return { hash: run.populationHash, seconds, programs: sum('newPrograms'), computed: sum('computed'), sum };
}

export default async function bench(report) {
  const files = sharedMarketFiles();
  if (files === null) {
    console.log('skipped: the 800 A-shares do not lie beside the project');
    return;
  }
  const market = await smallMarket();
  const folder = mkdtempSync(join(tmpdir(), 'factormine-bench-'));
  const service = await startService(folder, files.folder);
  try {
    const { url } = service;
    const datasetId = await importMarket(url, files);
    const periods = { train: market.train };
    const evaluation = {
      label: { lagDays: 1, holdingDays: 1, dropLimitLocked: 'OFF' },
      universe: { excludeSt: false, excludeFirstDays: 0 },
    };
    const plain = { periods, evaluation, evolution: { cascade: null } };
    const runs = new Map([
      ['first run', await mineByService(url, datasetId, plain)],
      ['again, with what is remembered', await mineByService(url, datasetId, plain)],
    ]);
    await service.stop();
    await bareEvaluator(report, market, runs);
  } finally {
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bareEvaluator(report, market, runs) {
  const pool = new EvaluationPool();
  const handle = pool.addPanel(market.panel);
  const { records } = await mineInMemory(pool, market, handle, {
    seed: SEED,
    generations: GENERATIONS,
    changes: { cascade: null },
  });
  const known = new Set(records[0].joined.map(({ program }) => program.hash));
  const generations = records.slice(1).map((record) => {
    const fresh = record.joined.map(({ program }) => program).filter(({ hash }) => !known.has(hash));
    for (const { hash } of fresh) known.add(hash);
    return [...new Map(fresh.map((program) => [program.hash, program])).values()];
  });
  const began = performance.now();
  for (const programs of generations) await pool.judge(handle, frameOf(market), programs);
  const seconds = (performance.now() - began) / 1000;
  await pool.close();
  const count = generations.flat().length;
  const rows = [
    { what: 'the evaluator alone', programs: count, seconds, 'programs a second': count / seconds },
  ];
  for (const [what, run] of runs) {
    rows.push({
      what: `service, ${what}`,
      programs: run.programs,
      seconds: run.seconds,
      'programs a second': run.programs / run.seconds,
      'x evaluator': run.programs / run.seconds / (count / seconds),
      'breed ms': run.sum('breedMs') / GENERATIONS,
      'evaluate ms': run.sum('evaluateMs') / GENERATIONS,
      'persist ms': run.sum('persistMs') / GENERATIONS,
    });
  }
  report.table('loop', `a run of ${GENERATIONS} generations of 100 children, ${market.name}`, rows);
  const hash = records.at(-1).populationHash;
  console.log(
    `population equal to that of the loop in memory: ${[...runs.values()].every((run) => run.hash === hash)}`,
  );
}
