import { beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationDefinition } from '../../../src/core/experiment/experiment.ts';
import { freezeExperiment } from '../../../src/core/experiment/freeze-experiment.ts';
import { EvaluationRequests } from '../../../src/features/evaluations/evaluation-requests.service.ts';
import type { RunModel } from '../../../src/features/runs/run.models.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const database = testDatabase();
const service = featureService(database);
let market: SmallMarket;
let definition: EvaluationDefinition;

beforeAll(async () => {
  market = await storeSmallMarket(database.url, service.dataFolder);
  const frozen = freezeExperiment(smallExperiment(market.days));
  if (!frozen.ok) throw frozen.error;
  definition = frozen.value.evaluation;
});

const measured = () => ({
  datasetId: market.datasetId,
  period: { from: market.days[0]!, to: market.days[119]! },
  definition,
});
const ask = () => service.app.get(EvaluationRequests);

describe('questions to the workers', () => {
  it('are answered although the event that tells of the answer is lost', async () => {
    await withAdmin(database.url, (client) =>
      client.query(`CREATE FUNCTION bullmq.lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
        CREATE TRIGGER lose BEFORE INSERT ON bullmq.event FOR EACH ROW WHEN (NEW.event = 'completed')
          EXECUTE FUNCTION bullmq.lose()`),
    );
    try {
      const startedMs = performance.now();
      const asked = [1, 2, 3].map((days) =>
        ask().statistics({ ...measured(), formula: `ts_mean(LOW,${days + 1})/HIGH`, fitness: 'rank' }),
      );
      expect(await Promise.all(asked)).toHaveLength(3);
      expect(performance.now() - startedMs).toBeLessThan(20_000);
    } finally {
      await withAdmin(database.url, (client) => client.query('DROP FUNCTION bullmq.lose() CASCADE'));
    }
  }, 30_000);

  it('statistics of a formula, exactly, which a run has nearly', async () => {
    const formula = 'LOW/HIGH';
    const answer = await ask().statistics({ ...measured(), formula, fitness: 'rank' });
    expect(answer).toMatchObject({ formula, size: 3, depth: 2 });
    expect(answer.statistics.rankIc.days).toBeGreaterThan(80);

    const created = await service.rest<RunModel>('POST', '/v1/runs', {
      datasetId: market.datasetId,
      experiment: smallExperiment(market.days),
      warmStart: { formulas: [formula] },
      start: true,
    });
    const page = await until(async () => {
      const found = await service.rest<{ items: { formula: string; rankIc: number }[] }>(
        'GET',
        `/v1/runs/${created.id}/population?generation=0`,
      );
      return found.items.length > 0 && found;
    });
    const individual = page.items.find((item) => item.formula === answer.canonical);
    expect(individual?.rankIc).toBeCloseTo(answer.statistics.rankIc.mean!, 4);
  });

  it('correlations, signed and symmetric', async () => {
    const formulas = ['LOW/HIGH', 'HIGH/LOW', 'cs_norm(VOLUME)'];
    const matrix = await ask().correlationMatrix({ ...measured(), formulas, correlation: 'rank' });
    expect(matrix.map((row, index) => row[index])).toEqual([1, 1, 1]);
    expect(matrix[0]?.[1]).toBeCloseTo(-1, 4);
    expect(matrix[0]?.[2]).toBe(matrix[2]?.[0]);
    const [formula, ...others] = formulas as [string, ...string[]];
    const row = await ask().correlate({ ...measured(), formula, others, correlation: 'rank' });
    expect(row).toHaveLength(2);
    expect(row[0]).toBeCloseTo(matrix[0]?.[1] as number, 12);
    expect(row[1]).toBeCloseTo(matrix[0]?.[2] as number, 12);
  });

  it.each([
    [{ formula: 'LOW + VOLUME' }, 'FORMULA_DIMENSION'],
    [{ formula: 'LOW /' }, 'FORMULA_SYNTAX'],
    [{ period: { from: '1990-01-01', to: '1990-12-31' } }, 'PERIOD_INVALID'],
    [{ datasetId: '00000000-0000-7000-8000-000000000000' }, 'NOT_FOUND'],
  ])('refusals cross the queue with code and details: %o', async (changes, code) => {
    const asked = ask().statistics({ ...measured(), formula: 'LOW/HIGH', fitness: 'rank', ...changes });
    await expect(asked).rejects.toMatchObject({ name: 'Refusal', code });
  });

  it('are answered while a run mines, ahead of its candidates', async () => {
    const run = await service.rest<RunModel>('POST', '/v1/runs', {
      datasetId: market.datasetId,
      experiment: {
        ...smallExperiment(market.days, 5_000),
        evolution: { populationSize: 400, childrenPerGeneration: 200 },
      },
      start: true,
    });
    const state = () => service.rest<RunModel>('GET', `/v1/runs/${run.id}`);
    await until(async () => ((await state()).generation ?? -1) >= 1);
    const startedMs = performance.now();
    await ask().statistics({ ...measured(), formula: 'cs_norm(CLOSE)', fitness: 'rank' });
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    expect((await state()).state).toBe('RUNNING');
    await service.rest('POST', `/v1/runs/${run.id}/cancel`);
    await until(async () => (await state()).state === 'CANCELLED');
  });
});
