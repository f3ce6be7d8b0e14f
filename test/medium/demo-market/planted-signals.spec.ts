import { afterAll, describe, expect, it } from 'vitest';
import { EvaluationPool } from '../../../src/compute/engine/evaluation-pool.ts';
import { asPanel } from '../../../src/compute/panel/describe-panel.ts';
import { EXPERIMENT_DEFAULTS } from '../../../src/core/experiment/defaults.ts';
import type { Experiment } from '../../../src/core/experiment/experiment.ts';
import { openLanguage } from '../../../src/core/program/language.ts';
import { parseProgram } from '../../../src/core/program/parse.ts';
import {
  FOUND_FROM,
  findPlantedSignals,
  type RatedProgram,
} from '../../../src/demo-market/find-planted-signals.ts';
import { generateDemoMarket } from '../../../src/demo-market/generate-demo-market.ts';
import { PLANTED_SIGNALS } from '../../../src/demo-market/planted-signals.ts';
import { createEvaluator, trainFrame } from '../../../src/mining/create-evaluator.ts';
import { mineRun } from '../../../src/mining/mine.ts';
import { MemoryRunStore } from '../../support/memory-run-store.ts';

const LEASE_MS = 60_000;
const TRAIN_DAYS = 133;

const panel = asPanel(generateDemoMarket({ stocks: 100, days: 200, bars: 8 }));
const pool = new EvaluationPool({ threads: 1 });
const handle = pool.addPanel(panel);
const experiment = smallExperiment();
const ground = { pool, handle, catalog: panel, frame: trainFrame(experiment) };
afterAll(() => pool.close());

/** The defaults but for what a small market and a short test cannot bear. */
function smallExperiment(): Experiment {
  const { evaluation, evolution, stop } = EXPERIMENT_DEFAULTS;
  return {
    ...EXPERIMENT_DEFAULTS,
    evaluation: { ...evaluation, minimumStocks: 50 },
    evolution: { ...evolution, populationSize: 100, childrenPerGeneration: 50 },
    periods: {
      train: { from: panel.days[0]!, to: panel.days[TRAIN_DAYS - 1]! },
      validation: null,
      test: null,
    },
    stop: { ...stop, generations: 25 },
  };
}

/** Every distinct factor that a run of this seed judged and that has a fitness, best first. */
async function mine(seed: string): Promise<RatedProgram[]> {
  const store = new MemoryRunStore();
  const runId = store.createRun({ experiment, seed, warmStart: [] });
  const claimed = await store.claim(runId, 'test', LEASE_MS);
  const result = await mineRun({
    claimed: claimed!,
    catalog: panel,
    evaluator: await createEvaluator(pool, handle, experiment),
    memo: { lookUp: async () => new Map() },
    store,
    clock: { nowMs: () => performance.now() },
    progress: { generation: () => undefined },
    leaseMs: LEASE_MS,
  });
  expect(result).toMatchObject({ ending: 'COMPLETED', position: { generation: 25 } });
  const joined = store.records.get(runId)!.flatMap((record) => record.joined);
  const rated = joined.flatMap(({ program, judgement: { fitness } }): [string, RatedProgram][] =>
    fitness === null ? [] : [[program.hash, { program, fitness }]],
  );
  return [...new Map(rated).values()].sort((a, b) => b.fitness - a.fitness);
}

function rated(formula: string): RatedProgram {
  const parsed = parseProgram(formula, openLanguage(panel));
  if (!parsed.ok) throw parsed.error;
  return { program: parsed.value, fitness: 0.01 };
}

describe('planted signals', () => {
  it('come out of a small run: at least two of them', async () => {
    const searches = await findPlantedSignals(ground, await mine('d'));
    const found = searches.filter((search) => search.found);
    expect(found.length).toBeGreaterThanOrEqual(2);
    for (const { nearest } of found) {
      expect(Math.abs(nearest!.correlation)).toBeGreaterThanOrEqual(FOUND_FROM);
    }
  }, 60_000);

  it('are found where they stand, whatever their sign, and not where they do not', async () => {
    const others = ['LOW/HIGH', 'ts_std(CLOSE,20)/CLOSE', 'cs_norm(HIGH)'].map(rated);
    const planted = PLANTED_SIGNALS.map(({ formula }) => rated(formula));
    const searches = await findPlantedSignals(ground, [...others, ...planted]);
    searches.forEach(({ found, nearest }, index) => {
      expect(found).toBe(true);
      expect(nearest).toMatchObject({ formula: planted[index]!.program.text, place: 4 + index });
      expect(nearest!.correlation).toBeCloseTo(1, 12);
    });
    const [reversed] = await findPlantedSignals(ground, [...others, rated('CLOSE/OPEN')]);
    expect(reversed).toMatchObject({ found: true, nearest: { place: 4 } });
    expect(reversed!.nearest!.correlation).toBeCloseTo(-1, 12);
    const without = await findPlantedSignals(ground, others);
    expect(without.map(({ found }) => found)).toEqual([false, false, false, false]);
    const empty = await findPlantedSignals(ground, []);
    expect(empty.map(({ nearest }) => nearest)).toEqual([null, null, null, null]);
  });
});
