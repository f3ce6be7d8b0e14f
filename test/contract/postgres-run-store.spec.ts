import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Individual } from '../../src/core/evolution/individual.ts';
import type { CorrelationKind } from '../../src/core/experiment/experiment.ts';
import { definitionHash } from '../../src/core/experiment/experiment-hash.ts';
import { factorIdOf } from '../../src/core/program/factor-id.ts';
import type { FactorStatistics } from '../../src/core/statistics/factor-statistics.ts';
import type { EvaluationKey } from '../../src/features/evaluations/evaluation-key.ts';
import { PostgresEvaluationMemo } from '../../src/features/evaluations/evaluations.store.ts';
import { KeptStatisticsStore } from '../../src/features/factors/kept-statistics.store.ts';
import { PostgresRunStore } from '../../src/features/runs/run.store.ts';
import { Database } from '../../src/platform/database/database.ts';
import type { RunSetup } from '../support/memory-run-store.ts';
import { testDatabase } from '../support/test-database.ts';
import { judgedIndividuals, toyGeneration } from '../support/toy-generation.ts';
import { TOY_EXPERIMENT } from '../support/toy-market.ts';
import { insertToyDataset, insertToyRun } from '../support/toy-rows.ts';
import { type RunStoreHarness, runStoreContract } from './run-store.contract.ts';

const { url } = testDatabase();
let database: Database;
let datasetId: string;

beforeAll(async () => {
  database = new Database({ databaseUrl: url, maximumConnections: 10, onIdleError: () => undefined });
  datasetId = await insertToyDataset(database);
});
afterAll(() => database.close());

runStoreContract('Postgres', async () => {
  const store = new PostgresRunStore(database);
  return { store, createRun, request, close: async () => undefined } satisfies RunStoreHarness;
});

describe('PostgresRunStore', () => {
  it('keeps judgements that a later run finds again, bit for bit', async () => {
    const key: EvaluationKey = {
      datasetId,
      sliceHash: 'slice',
      period: { from: '2019-01-01', to: '2019-12-31' },
      definitionHash: definitionHash(TOY_EXPERIMENT.evaluation),
      engineVersion: 'test',
      horizonDays: 1,
    };
    const store = new PostgresRunStore(database).keepingEvaluations({ key, fitness: 'rank' });
    const individuals = judgedIndividuals(500);
    const claimed = await store.claim(
      await createRun({ experiment: TOY_EXPERIMENT, seed: 's', warmStart: [] }),
      'w',
      60_000,
    );
    const started = performance.now();
    await store.commitGeneration(claimed!.fence, toyGeneration(0, individuals));
    console.info(
      `commit of ${individuals.length} individuals: ${(performance.now() - started).toFixed(1)} ms`,
    );

    const memo = new PostgresEvaluationMemo(database, key, TOY_EXPERIMENT.evaluation, 'rank');
    const found = await memo.lookUp(
      individuals.map((one) => one.program.hash),
      [],
    );
    expect(found.size).toBe(new Set(individuals.map((one) => one.program.hash)).size);
    for (const one of individuals) expect(found.get(one.program.hash)?.judgement).toEqual(one.judgement);
    const elsewhere = new PostgresEvaluationMemo(
      database,
      { ...key, sliceHash: 'other' },
      TOY_EXPERIMENT.evaluation,
      'rank',
    );
    expect(
      (
        await elsewhere.lookUp(
          individuals.map((one) => one.program.hash),
          [],
        )
      ).size,
    ).toBe(0);
  });

  it('keeps scores of tiers by kind of IC and share, and figures that were measured exactly', async () => {
    const key: EvaluationKey = {
      datasetId,
      sliceHash: 'tiers',
      period: { from: '2019-01-01', to: '2019-12-31' },
      definitionHash: definitionHash(TOY_EXPERIMENT.evaluation),
      engineVersion: 'test',
      horizonDays: 1,
    };
    const [one, two] = judgedIndividuals(2) as [Individual, Individual];
    const [hash, other] = [one.program.hash, two.program.hash];
    const store = new PostgresRunStore(database).keepingEvaluations({ key, fitness: 'rank' });
    const runId = await createRun({ experiment: TOY_EXPERIMENT, seed: 's', warmStart: [] });
    const claimed = await store.claim(runId, 'w', 60_000);
    await new KeptStatisticsStore(database).keep(one.program, key, statisticsOf(0.25));
    await store.commitGeneration(claimed!.fence, {
      ...toyGeneration(0, [one, two]),
      measured: {
        judgements: [{ hash, judgement: one.judgement }],
        scores: [
          { hash, share: 0.25, score: 1 / 3 },
          { hash: other, share: 0.25, score: null },
          { hash: other, share: 0.5, score: 0.1 },
        ],
      },
    });
    const known = (kind: CorrelationKind, shares: readonly number[]) =>
      new PostgresEvaluationMemo(database, key, TOY_EXPERIMENT.evaluation, kind).lookUp(
        [hash, other],
        shares,
      );
    expect(await known('rank', [0.25])).toEqual(
      new Map([
        [hash, { judgement: one.judgement, scores: new Map([[0.25, 1 / 3]]) }],
        [other, { judgement: null, scores: new Map([[0.25, null]]) }],
      ]),
    );
    expect((await known('pearson', [0.25])).get(hash)?.scores.size).toBe(0);
    const stored = await database.prisma.evaluation.findFirstOrThrow({
      where: { factorId: factorIdOf(hash), key: { sliceHash: 'tiers' } },
    });
    expect(stored).toMatchObject({ precision: 'EXACT', ic: 0.25 });
  });

  it('sets a run aside that killed its owners three times without a generation', async () => {
    const store = new PostgresRunStore(database);
    const runId = await createRun({ experiment: TOY_EXPERIMENT, seed: 's', warmStart: [] });
    for (let death = 0; death < 3; death++) expect(await store.claim(runId, 'w', -1)).not.toBeNull();
    expect(await store.claim(runId, 'w', 60_000)).toBeNull();
    const run = await database.prisma.run.findUniqueOrThrow({
      where: { id: runId },
      include: { events: true },
    });
    expect(run).toMatchObject({ state: 'FAILED', reason: expect.stringContaining('quarantined') });
    expect(run.events).toEqual([expect.objectContaining({ kind: 'FAILED', detail: run.reason })]);
  });

  it('records the end of a run as an event, with what it found; a pause is none', async () => {
    const store = new PostgresRunStore(database);
    const told = async (runId: string) =>
      (await database.prisma.event.findMany({ where: { subjectId: runId }, orderBy: { id: 'asc' } })).map(
        ({ kind, detail }) => ({ kind, detail }),
      );
    const endings = [
      ['COMPLETED', 'RUN_FINISHED'],
      ['FAILED', 'RUN_FAILED'],
    ] as const;
    for (const [state, kind] of endings) {
      const runId = await createRun({ experiment: TOY_EXPERIMENT, seed: 's', warmStart: [] });
      const paused = await store.claim(runId, 'w', 60_000);
      await store.commitGeneration(paused!.fence, toyGeneration(0, judgedIndividuals(2)));
      await store.release(paused!.fence, 'PAUSED', 'asked to');
      expect(await told(runId)).toEqual([]);
      await request(runId, 'resume');
      const claimed = await store.claim(runId, 'w', 60_000);
      await store.release(claimed!.fence, state, 'as the test wants');
      expect(await told(runId)).toEqual([
        { kind, detail: expect.objectContaining({ state, reason: 'as the test wants', generation: 0 }) },
      ]);
    }
  });

  it('gives a run back to the queue for the next worker', async () => {
    const store = new PostgresRunStore(database);
    const runId = await createRun({ experiment: TOY_EXPERIMENT, seed: 's', warmStart: [] });
    const claimed = await store.claim(runId, 'w', 60_000);
    await store.handBack(claimed!.fence);
    expect((await store.claim(runId, 'x', 60_000))!.fence.epoch).toBe(2);
  });

  it('tells the parent of each child, with both fitnesses', async () => {
    const store = new PostgresRunStore(database);
    const runId = await createRun({ experiment: TOY_EXPERIMENT, seed: 's', warmStart: [] });
    const { fence } = (await store.claim(runId, 'w', 60_000))!;
    const [parent, child] = judgedIndividuals(2);
    await store.commitGeneration(fence, toyGeneration(0, [parent!]));
    const born = {
      ...child!,
      birthGeneration: 1,
      origin: {
        kind: 'mutation' as const,
        mutation: 'insert' as const,
        parentHash: parent!.program.hash,
        parentSlot: 0,
        detail: { before: 'HIGH', after: 'LOW' },
        attempts: 1,
      },
    };
    await store.commitGeneration(fence, toyGeneration(1, [born]));
    const [edge] = await database.prisma.lineage.findMany({ where: { runId } });
    expect(edge).toMatchObject({
      childId: factorIdOf(child!.program.hash),
      parentId: factorIdOf(parent!.program.hash),
      mutation: 'insert',
      parentFitness: parent!.judgement.fitness,
      childFitness: child!.judgement.fitness,
    });
  });
});

const createRun = (setup: RunSetup): Promise<string> => insertToyRun(database, datasetId, setup);

async function request(runId: string, wish: 'pause' | 'cancel' | 'resume'): Promise<void> {
  const data = wish === 'resume' ? { state: 'QUEUED' as const } : { directive: wish };
  await database.prisma.run.update({ where: { id: runId }, data });
}

/** Statistics of which only the mean IC is of interest. */
function statisticsOf(ic: number): FactorStatistics {
  const summary = { mean: ic, std: 1, icir: ic, icirAnnual: ic, winRate: 1, days: 240 };
  const none = { report: null, compound: null, arithmetic: null };
  return {
    ic: summary,
    rankIc: summary,
    pairs: 1,
    coverage: 1,
    dateShare: 1,
    tiedShare: 0,
    groups: { longShort: none, longLeg: none },
    factorTurnover: null,
  } as unknown as FactorStatistics;
}
