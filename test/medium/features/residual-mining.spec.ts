import { beforeAll, describe, expect, it } from 'vitest';
import type { RunBatchModel } from '../../../src/features/runs/batch/batch.models.ts';
import type { ImprovementModel } from '../../../src/features/runs/improvement/improvement.models.ts';
import type { RunModel } from '../../../src/features/runs/run.models.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const database = testDatabase();
const service = featureService(database);
let market: SmallMarket;

async function mine(input: object, experiment: object = {}): Promise<RunModel> {
  const body = {
    datasetId: market.datasetId,
    experiment: { ...smallExperiment(market.days), ...experiment },
    seed: 'residual',
    start: true,
    ...input,
  };
  const { id } = await service.rest<RunModel>('POST', '/v1/runs', body);
  return until(async () => {
    const now = await service.rest<RunModel>('GET', `/v1/runs/${id}`);
    if (now.state === 'FAILED') throw new Error(now.reason ?? 'failed');
    return now.state === 'COMPLETED' && now;
  });
}

interface Row {
  readonly fitness: number | null;
  readonly rank_ic: number | null;
  readonly judgement: { knownCorrelation?: number | null; residual?: { rank?: { mean: number | null } } };
}

const individualsOf = (runId: string): Promise<Row[]> =>
  withAdmin(database.url, async (client) => {
    const found = await client.query<Row>(
      `SELECT fitness, (judgement ->> 'rankIc')::float8 AS rank_ic, judgement FROM individuals WHERE run_id = $1`,
      [runId],
    );
    return found.rows;
  });

beforeAll(async () => {
  market = await storeSmallMarket(database.url, service.dataFolder);
}, 60_000);

describe('a run whose fitness is a residual IC', () => {
  it('follows runs by the plain IC, whose memo lacks it, and is the same when it is mined again', async () => {
    await mine({}, {});
    const run = await mine({}, { fitness: 'residualRank' });
    const fit = (await individualsOf(run.id)).filter(({ fitness }) => fitness !== null);
    expect(fit.length).toBeGreaterThan(0);
    for (const { fitness, judgement } of fit) {
      expect(fitness).toBeCloseTo(Math.abs(judgement.residual!.rank!.mean!), 12);
    }
    const again = await mine({}, { fitness: 'residualRank' });
    expect(again.populationHash).toBe(run.populationHash);
    const { items } = await service.rest<{
      items: { value: number; evaluation: { residualRankIc: number; rankIc: number } }[];
    }>(
      'GET',
      `/v1/factors/top?datasetId=${market.datasetId}&runId=${run.id}&role=train&metric=RESIDUAL_RANK_IC`,
    );
    expect(items.length).toBeGreaterThan(0);
    expect(items[0]!.value).toBe(Math.abs(items[0]!.evaluation.residualRankIc));
  }, 60_000);
});

describe('a run that keeps away from known factors', () => {
  const known = ['ts_mean(cs_norm(CLOSE),5)'];

  it('tells what it keeps away from, and yields a batch that is unlike it', async () => {
    const run = await mine({ unlike: { formulas: known, mode: 'FORBID', limit: 0.4 } });
    expect(run.unlike).toEqual({ mode: 'FORBID', limit: 0.4, source: 'formula', known: 1 });
    const rows = await individualsOf(run.id);
    for (const { fitness, judgement } of rows) {
      if (fitness !== null) expect(Math.abs(judgement.knownCorrelation!)).toBeLessThanOrEqual(0.4);
    }
    expect(rows.some(({ judgement }) => Math.abs(judgement.knownCorrelation ?? 0) > 0.4)).toBe(true);
    const batch = await service.rest<RunBatchModel>('GET', `/v1/runs/${run.id}/batch?count=5`);
    expect(batch).toMatchObject({ maximumCorrelation: 0.4, known: 1 });
    expect(batch.factors.length).toBeGreaterThan(0);
    for (const { knownCorrelation, nearestKnown } of batch.factors) {
      expect(Math.abs(knownCorrelation!)).toBeLessThanOrEqual(0.5);
      expect(nearestKnown).toBe(known[0]);
    }
    const { runBatch } = await service.graphql<{ runBatch: RunBatchModel }>(
      'query ($id: ID!) { runBatch(runId: $id, count: 5) { maximumCorrelation known scanned factors { formula } } }',
      { id: run.id },
    );
    expect(runBatch.factors.map(({ formula }) => formula)).toEqual(
      batch.factors.map(({ formula }) => formula),
    );
  }, 60_000);

  it('freezes the members of a library, and refuses one without any', async () => {
    const { id } = await service.rest<{ id: string }>('POST', '/v1/libraries', {
      name: 'known ones',
      measurement: { datasetId: market.datasetId },
      minimumResidualIc: 0.9,
    });
    const unlike = { libraryId: id, mode: 'PENALISE' };
    const body = {
      datasetId: market.datasetId,
      experiment: smallExperiment(market.days),
      unlike,
    };
    await expect(service.rest('POST', '/v1/runs', body)).rejects.toThrow('known factors');
    const path = `/v1/libraries/${id}/members`;
    await expect(service.rest('POST', path, { formula: known[0] })).rejects.toThrow('STYLE_RESIDUAL_IC');
    await service.rest('POST', path, { formula: known[0], force: true });
    const run = await service.rest<RunModel>('POST', '/v1/runs', body);
    expect(run.unlike).toEqual({ mode: 'PENALISE', limit: 0.5, source: `library:${id}`, known: 1 });
    const clone = await service.rest<RunModel>('POST', `/v1/runs/${run.id}/clone`, {});
    expect(clone.unlike).toEqual(run.unlike);
  }, 60_000);
});

describe('a run that improves a factor', () => {
  it('tells the chain from it to its fittest descendant', async () => {
    const run = await mine({ improve: 'ts_mean(CLOSE,5)/CLOSE' });
    expect(run.improves).toBe(true);
    const { steps, births } = await service.rest<ImprovementModel>('GET', `/v1/runs/${run.id}/improvement`);
    expect(births).toBeGreaterThan(0);
    const [given, ...made] = steps;
    expect(given!).toMatchObject({ mutation: null, generation: null, trainChange: null });
    for (const [at, step] of made.entries()) {
      expect(step.mutation).toMatch(/insert|component|node|degenerate/);
      expect(step.train.precision).toBe('EXACT');
      const earlier = steps[at]!;
      const change = Math.abs(step.train.rankIc!) - Math.abs(earlier.train.rankIc!);
      expect(step.trainChange).toBeCloseTo(change, 12);
    }
    const best = Math.abs(steps.at(-1)!.train.rankIc!);
    expect(best).toBeGreaterThanOrEqual(Math.abs(given!.train.rankIc!) - 1e-6);
    const { improvement } = await service.graphql<{ improvement: ImprovementModel }>(
      'query ($id: ID!) { improvement(runId: $id) { births steps { formula mutation before after train { rankIc } } } }',
      { id: run.id },
    );
    expect(improvement.steps.map(({ formula }) => formula)).toEqual(steps.map(({ formula }) => formula));
  }, 60_000);

  it('is asked of a run with a factor to improve', async () => {
    const run = await service.rest<RunModel>('POST', '/v1/runs', {
      datasetId: market.datasetId,
      experiment: smallExperiment(market.days),
    });
    await expect(service.rest('GET', `/v1/runs/${run.id}/improvement`)).rejects.toThrow('CONFLICT');
  });
});
