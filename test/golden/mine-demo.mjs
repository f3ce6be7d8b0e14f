// Mines a small run on a small generated market with the built engine, in a process of its own. Reads what to do
// as JSON from standard input and writes what came of it as JSON; started by `same-seed.spec.ts`.
import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { EvaluationPool } from '../../dist/compute/engine/evaluation-pool.js';
import { EXPERIMENT_DEFAULTS } from '../../dist/core/experiment/defaults.js';
import { createLanguage } from '../../dist/core/program/language.js';
import { parseProgram } from '../../dist/core/program/parse.js';
import { generateDemoMarket } from '../../dist/demo-market/generate-demo-market.js';
import { createEvaluator } from '../../dist/mining/create-evaluator.js';
import { mineRun } from '../../dist/mining/mine.js';

const { threads, pauseAt, position, memo } = JSON.parse(await text(process.stdin));
const panel = {
  ...generateDemoMarket({ seed: 'golden', stocks: 40, days: 130, bars: 8 }),
  datasetHash: 'golden',
};
const experiment = experimentOn(panel);
const language = createLanguage(panel, experiment.language);
const pool = new EvaluationPool({ threads });
const handle = pool.addPanel(panel);
const evaluator = await createEvaluator(pool, handle, experiment);

const records = [];
const result = await mineRun({
  claimed: {
    fence: { runId: 'golden', epoch: 1 },
    datasetId: 'golden',
    datasetHash: 'golden',
    experiment,
    seed: 'golden',
    warmStart: [{ formula: 'ts_norm(cs_norm(HIGH),10)', source: 'formula' }],
    position: position === null ? null : revivePosition(position),
    minedMs: 0,
  },
  catalog: panel,
  evaluator,
  memo: { lookUp: async () => rememberedAs(memo) },
  store: {
    heartbeat: async () => 'continue',
    commitGeneration: async (_, record) => {
      records.push(record);
      return record.statistics.generation === pauseAt ? 'pause' : 'continue';
    },
    release: async () => undefined,
  },
  clock: { nowMs: () => performance.now() },
  progress: { generation: () => undefined },
  leaseMs: 60_000,
});
await pool.close();

const measured = records.map((record) => record.measured);
process.stdout.write(
  JSON.stringify({
    node: process.version,
    populationHash: result.populationHash,
    decisions: records.map(decisionHash),
    computed: records.reduce((sum, { statistics }) => sum + statistics.computed, 0),
    deaths: records.reduce((sum, { statistics }) => sum + (statistics.catastrophe?.deaths.length ?? 0), 0),
    bestFitness: result.position.bestEver?.judgement.fitness ?? null,
    position: result.position,
    memo: {
      judgements: measured.flatMap(({ judgements }) => judgements),
      scores: measured.flatMap(({ scores }) => scores),
    },
  }),
);

/** What a memo tells, from what the process before has measured. */
function rememberedAs({ judgements, scores }) {
  const known = new Map();
  const of = (hash) => {
    if (!known.has(hash)) known.set(hash, { judgement: null, scores: new Map() });
    return known.get(hash);
  };
  for (const { hash, judgement } of judgements) of(hash).judgement = judgement;
  for (const { hash, share, score } of scores) of(hash).scores.set(share, score);
  return known;
}

function experimentOn({ days }) {
  const { evolution, evaluation, language: words, ...rest } = EXPERIMENT_DEFAULTS;
  const catastrophe = { ...evolution.catastrophe, everyGenerations: 2, eliteShare: 0.5, threshold: 0.5 };
  return {
    ...rest,
    language: { ...words, windows: [2, 5, 10] },
    evaluation: { ...evaluation, minimumStocks: 10 },
    periods: { train: { from: days[0], to: days[99] }, validation: null, test: null },
    evolution: {
      ...evolution,
      populationSize: 24,
      childrenPerGeneration: 8,
      tournamentSize: 4,
      cascade: {
        fromStocks: 0,
        tiers: [
          { share: 0.25, passRate: 0.75 },
          { share: 0.5, passRate: 0.75 },
        ],
        auditSize: 2,
        auditTopShare: 0.1,
      },
      catastrophe: { ...catastrophe, sampledDates: 10 },
    },
    stop: { ...rest.stop, generations: 5 },
  };
}

/** All of a record but times and what was computed here. */
function decisionHash({ minedMs: _, measured: _measured, statistics, ...record }) {
  const { timings: __, computed: ___, ...facts } = statistics;
  return createHash('sha256')
    .update(JSON.stringify({ ...record, facts }))
    .digest('hex');
}

function revivePosition(stored) {
  const revive = (individual) => {
    const program = parseProgram(individual.program.text, language);
    if (!program.ok) throw program.error;
    return { ...individual, program: program.value };
  };
  return {
    ...stored,
    population: stored.population.map(revive),
    firstGeneration: stored.firstGeneration.map(revive),
    bestEver: stored.bestEver === null ? null : revive(stored.bestEver),
  };
}
