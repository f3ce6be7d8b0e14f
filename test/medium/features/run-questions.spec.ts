import { beforeAll, describe, expect, it } from 'vitest';
import type { RunComparisonModel } from '../../../src/features/runs/comparison/comparison.models.ts';
import type {
  RunDiagnosisModel,
  WorkerModel,
} from '../../../src/features/runs/diagnosis/diagnosis.models.ts';
import type { RunModel } from '../../../src/features/runs/run.models.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';

const database = testDatabase();
const service = featureService(database);
let market: SmallMarket;
let first: RunModel;

const ended = (id: string) =>
  until(async () => {
    const run = await service.rest<RunModel>('GET', `/v1/runs/${id}`);
    return run.state === 'COMPLETED' && run;
  });
const clone = (body: object) => service.rest<RunModel>('POST', `/v1/runs/${first.id}/clone`, body);
const why = (id: string) => service.rest<RunDiagnosisModel>('GET', `/v1/runs/${id}/diagnosis`);

beforeAll(async () => {
  market = await storeSmallMarket(database.url, service.dataFolder);
  const created = await service.rest<RunModel>('POST', '/v1/runs', {
    name: 'first',
    datasetId: market.datasetId,
    experiment: smallExperiment(market.days),
    seed: 'seed',
    warmStart: { formulas: ['CLOSE/OPEN'] },
    start: true,
  });
  first = await ended(created.id);
}, 60_000);

describe('a clone', () => {
  it('with the same seed makes the same bytes', async () => {
    const same = await clone({ seed: 'seed', start: true });
    expect(same).toMatchObject({
      name: 'first',
      datasetId: first.datasetId,
      experimentId: first.experimentId,
    });
    expect((await ended(same.id)).populationHash).toBe(first.populationHash);
  });

  it('draws a seed unless told, and waits for its start', async () => {
    const other = await clone({ name: 'other' });
    expect(other).toMatchObject({ name: 'other', state: 'CREATED', stop: first.stop });
    expect(other.seed).not.toBe('seed');
  });

  it('replaces settings at any depth, and limits', async () => {
    const changed = await clone({
      experiment: { evolution: { tournamentSize: 2 } },
      stop: { generations: 2 },
    });
    expect(changed.stop.generations).toBe(2);
    const { settings } = await service.rest<RunComparisonModel>(
      'GET',
      `/v1/run-comparison?runIds=${first.id},${changed.id}`,
    );
    expect(settings.map(({ path }) => path)).toEqual([
      'evolution.tournamentSize',
      'seed',
      'stop.generations',
    ]);
    expect(settings[0]?.values).toEqual(['4', '2']);
  });

  it('is refused where its settings are', async () => {
    await expect(clone({ experiment: { evolution: { tournamentSize: 0 } } })).rejects.toThrow(
      'tournamentSize',
    );
    await expect(clone({ datasetId: 'x' })).rejects.toThrow('datasetId');
  });
});

describe('a comparison', () => {
  it('has both curves and what they share', async () => {
    const second = await clone({ seed: 'another', start: true });
    await ended(second.id);
    const { compareRuns } = await service.graphql<{ compareRuns: RunComparisonModel }>(
      `query ($ids: [ID!]!) { compareRuns(runIds: $ids) { settings { path values }
         runs { run { id } curve { generation programs seconds meanFitness } }
         sharedFactors { formula runIds fitness } } }`,
      { ids: [first.id, second.id] },
    );
    expect(compareRuns.runs.map(({ run }) => run.id)).toEqual([first.id, second.id]);
    for (const { curve } of compareRuns.runs) {
      expect(curve.map(({ generation }) => generation)).toEqual([0, 1, 2, 3, 4]);
      expect(curve.at(-1)!.programs).toBeGreaterThan(curve[0]!.programs);
    }
    // Both were handed the same program.
    const shared = compareRuns.sharedFactors.find(({ formula }) => formula === 'CLOSE/OPEN');
    expect(shared?.runIds.toSorted()).toEqual([first.id, second.id].toSorted());
  });

  it.each(['', 'x', ','])('of "%s" is refused', async (runIds) => {
    await expect(service.rest('GET', `/v1/run-comparison?runIds=${runIds}`)).rejects.toThrow('INVALID_INPUT');
  });
});

describe('the diagnosis', () => {
  it('of a run that is over says why it ended', async () => {
    expect(await why(first.id)).toMatchObject({ verdict: 'OVER', moving: false });
    expect((await why(first.id)).explanation).toContain('generation 4 reached');
  });

  it('of one that was never started says so', async () => {
    const created = await clone({});
    expect(await why(created.id)).toMatchObject({ verdict: 'NOT_STARTED', remedy: 'start it' });
  });

  it('knows the workers that live', async () => {
    const [worker] = await until(async () => {
      const workers = await service.rest<WorkerModel[]>('GET', '/v1/workers');
      return workers.length > 0 && workers;
    });
    expect(worker).toMatchObject({ pid: process.pid, alive: true, threads: 1 });
    expect((await why(first.id)).workersAlive).toBe(1);
  });

  it('of a run that is not there is refused', async () => {
    await expect(why('01900000-0000-7000-8000-000000000000')).rejects.toThrow('NOT_FOUND');
  });
});
