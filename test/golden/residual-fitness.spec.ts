import { afterAll, describe, expect, it } from 'vitest';
import { EvaluationPool } from '../../src/compute/engine/evaluation-pool.ts';
import { EXPERIMENT_DEFAULTS } from '../../src/core/experiment/defaults.ts';
import type { Experiment, FitnessKind } from '../../src/core/experiment/experiment.ts';
import { createEvaluator } from '../../src/mining/create-evaluator.ts';
import { type MineResult, mineRun } from '../../src/mining/mine.ts';
import { MemoryRunStore } from '../support/memory-run-store.ts';
import { PLAIN_DEFINITION } from '../support/plain-definition.ts';
import { madePanel } from '../unit/compute/engine/made-panel.ts';

const panel = madePanel(90, 60, 11);
const pools: EvaluationPool[] = [];
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

function experimentOf(fitness: FitnessKind): Experiment {
  return {
    ...EXPERIMENT_DEFAULTS,
    fitness,
    evaluation: { ...PLAIN_DEFINITION, minimumDateShare: 0.5, minimumCoverage: 0.3 },
    evolution: { ...EXPERIMENT_DEFAULTS.evolution, populationSize: 30, childrenPerGeneration: 10 },
    stop: { ...EXPERIMENT_DEFAULTS.stop, generations: 5 },
    periods: { train: { from: panel.days[0]!, to: panel.days.at(-1)! }, validation: null, test: null },
  };
}

async function mineWith(threads: number, fitness: FitnessKind): Promise<MineResult> {
  const pool = new EvaluationPool({ threads });
  pools.push(pool);
  const experiment = experimentOf(fitness);
  const store = new MemoryRunStore();
  const runId = store.createRun({ experiment, seed: 'residual', warmStart: [] });
  const claimed = (await store.claim(runId, 'test', 60_000))!;
  return mineRun({
    claimed,
    catalog: panel,
    evaluator: await createEvaluator(pool, pool.addPanel(panel), experiment),
    memo: { lookUp: async () => new Map() },
    store,
    clock: { nowMs: () => performance.now() },
    progress: { generation: () => undefined },
    leaseMs: 60_000,
  });
}

/** Populations after five generations: they change with whatever changes the residual ICs of the search. */
const RANK = '05def9422ce41523cb55a205e7058fa8f4851fe8aabe5aaa265c71867aa470db';
const PEARSON = 'a58d40f6ca4e24ac097622228327873982bedec965d85a51e433d4bb942d0397';

describe('the same seed with a residual fitness', () => {
  it.each([1, 2, 4])('ends in the published population with %i threads', async (threads) => {
    const { populationHash, position } = await mineWith(threads, 'residualRank');
    expect(populationHash).toBe(RANK);
    const { fitness, residual } = position!.bestEver!.judgement;
    expect(fitness).toBe(Math.abs(residual!.rank!.mean!));
  });

  it('ends in another with the values in the place of the ranks', async () => {
    const { populationHash } = await mineWith(2, 'residualPearson');
    expect(populationHash).toBe(PEARSON);
  });
});
