import { beforeAll, describe, expect, it } from 'vitest';
import { Measurements } from '../../../src/features/factors/measurements.service.ts';
import type { RunModel } from '../../../src/features/runs/run.models.ts';
import type {
  PermutedIcModel,
  RunSignificanceModel,
} from '../../../src/features/significance/significance.models.ts';
import type { TestLookModel } from '../../../src/features/test-looks/test-look.models.ts';
import { onBehalfOf } from '../../../src/platform/auth/caller.ts';
import type { Page } from '../../../src/platform/paging/page.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const database = testDatabase();
const service = featureService(database);
let market: SmallMarket;
let run: RunModel;

const ended = (id: string) =>
  until(async () => {
    const now = await service.rest<RunModel>('GET', `/v1/runs/${id}`);
    return now.state === 'COMPLETED' && now;
  });
const significance = (id: string, query = '') =>
  service.rest<RunSignificanceModel>('GET', `/v1/runs/${id}/significance${query}`);
const mine = async (seed: string) => {
  const body = {
    datasetId: market.datasetId,
    experiment: smallExperiment(market.days),
    seed,
    start: true,
  };
  return ended((await service.rest<RunModel>('POST', '/v1/runs', body)).id);
};
const counted = (sql: string) =>
  withAdmin(database.url, async (client) => Number((await client.query<{ n: string }>(sql)).rows[0]!.n));

beforeAll(async () => {
  market = await storeSmallMarket(database.url, service.dataFolder);
  run = await mine('first');
}, 60_000);

describe('the programs that were tried', () => {
  it('are every distinct program that joined or was measured, whatever became of it', async () => {
    const { programsTried, programsTriedOnSeries } = await significance(run.id);
    const everyone = await counted(
      'SELECT count(*) AS n FROM (SELECT factor_id FROM individuals UNION SELECT factor_id FROM tier_scores) x',
    );
    expect(programsTriedOnSeries).toBe(everyone);
    expect(programsTried).toBe(everyone);
    // The search's own count may count again one that died long ago.
    expect(run.evaluations).toBeGreaterThanOrEqual(everyone);
    expect(await counted('SELECT count(*) AS n FROM trials')).toBe(everyone);
  });

  it('count once for the series, whoever tries them again', async () => {
    const before = (await significance(run.id)).programsTriedOnSeries;
    const again = await mine('first');
    expect(again.populationHash).toBe(run.populationHash);
    expect((await significance(run.id)).programsTriedOnSeries).toBe(before);
    expect((await significance(again.id)).programsTried).toBe((await significance(run.id)).programsTried);
    const second = await mine('second');
    const ofSecond = `SELECT count(*) AS n FROM (SELECT factor_id FROM individuals WHERE run_id = '${second.id}'
      UNION SELECT factor_id FROM repeated_trials WHERE run_id = '${second.id}') x`;
    expect((await significance(second.id)).programsTried).toBe(await counted(ofSecond));
    const after = (await significance(run.id)).programsTriedOnSeries;
    expect(after).toBeGreaterThan(before);
    expect(await counted('SELECT sum(programs) AS n FROM trial_counts')).toBe(after);
  });

  it('hold what people type, kept or not', async () => {
    const before = (await significance(run.id)).programsTriedOnSeries;
    const formula = 'ts_mean(ts_max(CLOSE,10),5)/ts_min(LOW,20)';
    for (let time = 0; time < 2; time++) {
      await service.rest('POST', '/v1/factors/evaluate', { runId: run.id, role: 'train', formula });
    }
    expect((await significance(run.id)).programsTriedOnSeries).toBe(before + 1);
    // What was tried before writes nothing, so that kept answers stay good.
    const rows = "SELECT string_agg(xmin::text, ' ' ORDER BY source_id) AS written FROM trial_counts";
    const written = () => withAdmin(database.url, async (client) => (await client.query(rows)).rows);
    const earlier = await written();
    await service.rest('POST', '/v1/factors/evaluate', { runId: run.id, role: 'train', formula });
    expect(await written()).toEqual(earlier);
  });
});

describe('the significance of a run', () => {
  it('sets the finds beside the noise ceiling, in train alone unless told', async () => {
    const found = await significance(run.id, '?count=5');
    expect(found.noiseCeiling!.expected).toBeGreaterThan(0);
    expect(found.noiseCeilingOfSeries!.expected).toBeGreaterThan(found.noiseCeiling!.standardError);
    expect(found.noiseCeiling!.quantile95).toBeGreaterThan(found.noiseCeiling!.expected);
    expect(found.factors).toHaveLength(5);
    expect(found.factors.every(({ test, validation }) => test === null && validation === null)).toBe(true);
    for (const { train, inTrain } of found.factors) {
      expect(inTrain!.tries).toBe(found.programsTriedOnSeries);
      expect(inTrain!.zScore * inTrain!.standardError).toBeCloseTo(Math.abs(train!.rankIc!), 12);
      expect(inTrain!.adjustedPValue).toBeGreaterThanOrEqual(inTrain!.pValue);
    }
  });

  it('has the standard error of Newey and West once the exact engine has measured', async () => {
    const found = await until(async () => {
      const now = await significance(run.id, '?count=3&includeTest=true');
      return now.factors.every(({ test, train }) => test && train?.precision === 'EXACT') && now;
    });
    for (const { inTrain, train } of found.factors) {
      expect(inTrain!.standardErrorBy).toBe('NEWEY_WEST');
      expect(inTrain!.standardError).toBe(train!.rankIcStandardError);
    }
  });

  it('is on each top factor too', async () => {
    const { topFactors } = await service.graphql<{
      topFactors: { edges: { node: { significance: { tries: number; deflatedProbability: number } } }[] };
    }>(
      `query ($runId: ID!) { topFactors(query: { runId: $runId }, first: 3) {
         edges { node { significance { tries deflatedProbability } } } } }`,
      { runId: run.id },
    );
    const { programsTriedOnSeries } = await significance(run.id);
    for (const { node } of topFactors.edges) {
      expect(node.significance.tries).toBe(programsTriedOnSeries);
      expect(node.significance.deflatedProbability).toBeGreaterThan(0);
    }
  });
});

describe('a control', () => {
  it('is a random search with as many programs, named by its run', async () => {
    const control = await service.rest<RunModel>('POST', `/v1/runs/${run.id}/control`);
    expect(control).toMatchObject({ controlOfId: run.id, seed: run.seed });
    const over = await ended(control.id);
    expect(over.evaluations).toBeGreaterThanOrEqual(run.evaluations);
    const found = await significance(run.id);
    expect(found.control).toMatchObject({ id: control.id, evaluations: over.evaluations });
    const ofControl = service.rest('POST', `/v1/runs/${control.id}/control`);
    await expect(ofControl).rejects.toThrow('a random search');
  });
});

describe('permuted labels', () => {
  const ask = (changes: object = {}) =>
    service.rest<PermutedIcModel>('POST', '/v1/factors/permuted-ic', {
      runId: run.id,
      role: 'train',
      formula: 'CLOSE/ts_mean(CLOSE,5)',
      permutations: 50,
      ...changes,
    });

  it('show the noise of a factor, the same for the same seed', async () => {
    const answer = await ask();
    expect(answer.permuted).toHaveLength(50);
    expect(answer.permuted).toEqual((await ask()).permuted);
    expect(answer.permuted).not.toEqual((await ask({ seed: 'other' })).permuted);
    const largest = Math.max(...answer.permuted.map(Math.abs));
    expect(largest).toBeGreaterThan(answer.exactStd!);
    expect(largest).toBeLessThan(5 * answer.exactStd!);
    const asLarge = answer.permuted.filter((value) => Math.abs(value) >= Math.abs(answer.observed!)).length;
    expect(answer.pValue).toBe((1 + asLarge) / 51);
  });

  it.each([
    [{ formula: undefined }, 'INVALID_INPUT'],
    [{ permutations: 0 }, 'INVALID_INPUT'],
    [{ formula: 'CLOSE+' }, 'FORMULA'],
  ])('refuse %j', async (changes, code) => {
    await expect(ask(changes)).rejects.toThrow(code);
  });
});

describe('looks at the test period', () => {
  const caller = { keyId: null, name: 'ann', role: 'viewer', operation: 'a test' } as const;
  const looks = () =>
    service.rest<Page<TestLookModel>>('GET', `/v1/test-looks?who=ann&seriesId=${market.seriesId}`);

  it('are recorded with who and how often, by name and by days', async () => {
    const measurements = service.app.get(Measurements);
    const test = { from: market.days[130]!, to: market.days[140]! };
    const train = { from: market.days[0]!, to: market.days[100]! };
    await onBehalfOf(caller, async () => {
      await measurements.resolve({ runId: run.id, role: 'train' });
      await measurements.resolve({ runId: run.id, period: train });
      await measurements.resolve({ runId: run.id, role: 'test' });
      await measurements.resolve({ runId: run.id, role: 'test' });
      await measurements.resolve({ datasetId: market.datasetId, period: test });
    });
    const { items } = await looks();
    // Two minutes, where the clock turned meanwhile.
    expect(items.reduce((sum, { times }) => sum + times, 0)).toBe(3);
    expect(items.some(({ runId, times }) => runId === run.id && times >= 1)).toBe(true);
    expect(items.some(({ period }) => period.from === test.from && period.to === test.to)).toBe(true);
    expect(items.every(({ operation }) => operation === 'a test')).toBe(true);
  });

  it("are no looks in jobs, which are nobody's", async () => {
    const before = await counted('SELECT count(*) AS n FROM test_looks');
    await service.app.get(Measurements).resolve({ runId: run.id, role: 'test' });
    expect(await counted('SELECT count(*) AS n FROM test_looks')).toBe(before);
  });
});
