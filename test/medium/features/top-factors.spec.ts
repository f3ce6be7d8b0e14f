import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { definitionHash } from '../../../src/core/experiment/experiment-hash.ts';
import { factorIdOf } from '../../../src/core/program/factor-id.ts';
import {
  type EvaluationKey,
  STORED_ENGINE_VERSION,
} from '../../../src/features/evaluations/evaluation-key.ts';
import { evaluationKeyId, insertMeasurements } from '../../../src/features/evaluations/evaluations.store.ts';
import { insertFactors } from '../../../src/features/factors/factors.store.ts';
import { MeasurementFactsStore } from '../../../src/features/factors/measurement-facts.store.ts';
import { Measurements } from '../../../src/features/factors/measurements.service.ts';
import type { TopFactorsInput } from '../../../src/features/factors/top-factors.inputs.ts';
import { TopFactors } from '../../../src/features/factors/top-factors.service.ts';
import { type TopFactorRow, TopFactorsStore } from '../../../src/features/factors/top-factors.store.ts';
import { TestLooks } from '../../../src/features/test-looks/test-looks.service.ts';
import { TestLooksStore } from '../../../src/features/test-looks/test-looks.store.ts';
import { Database } from '../../../src/platform/database/database.ts';
import { testDatabase } from '../../support/test-database.ts';
import { judgedIndividuals } from '../../support/toy-generation.ts';
import { TOY_EXPERIMENT } from '../../support/toy-market.ts';
import { insertToyDataset, insertToyRun } from '../../support/toy-rows.ts';

const COUNT = 40;
const { url } = testDatabase();
const individuals = judgedIndividuals(COUNT);
const definition = definitionHash(TOY_EXPERIMENT.evaluation);
const train = TOY_EXPERIMENT.periods.train;
let database: Database;
let top: TopFactors;
let measurements: Measurements;
let datasetId: string;
let runId: string;

const keyOf = (changes: Partial<EvaluationKey> = {}): EvaluationKey => ({
  datasetId,
  sliceHash: 'a'.repeat(64),
  period: train,
  definitionHash: definition,
  engineVersion: STORED_ENGINE_VERSION,
  horizonDays: 1,
  ...changes,
});

const keep = (key: EvaluationKey, joined = individuals): Promise<void> =>
  database.transaction(async (client) => {
    const kept = { keyId: await evaluationKeyId(client, key), fitness: 'rank' as const };
    const judgements = joined.map(({ program: { hash }, judgement }) => ({ hash, judgement }));
    await insertMeasurements(client, kept, { judgements, scores: [] });
  });

beforeAll(async () => {
  database = new Database({ databaseUrl: url, maximumConnections: 4, onIdleError: () => undefined });
  datasetId = await insertToyDataset(database);
  runId = await insertToyRun(database, datasetId, { experiment: TOY_EXPERIMENT, seed: 's', warmStart: [] });
  await insertFactors(
    database.pool,
    individuals.map(({ program }) => program),
  );
  await keep(keyOf());
  const facts = new MeasurementFactsStore(database);
  measurements = new Measurements(facts, new TestLooks(new TestLooksStore(database)));
  top = new TopFactors(measurements, facts, new TopFactorsStore(database));
});
afterAll(() => database.close());

/** Every page of a query, one after the other. */
async function all(query: TopFactorsInput, pageSize: number): Promise<TopFactorRow[]> {
  const rows: TopFactorRow[] = [];
  let pageToken: string | null = null;
  do {
    const page = await top.page(query, { pageSize, pageToken });
    rows.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken !== null);
  return rows;
}

describe('top factors', () => {
  it('stand by the size of the rank IC, each once, whatever the size of the pages', async () => {
    const rows = await all({ datasetId, minimumCoverage: 0 }, 7);
    expect(new Set(rows.map(({ factorId }) => factorId)).size).toBe(COUNT);
    const expected = individuals.map(({ judgement }) => Math.abs(judgement.rankIc!)).sort((a, b) => b - a);
    expect(rows.map(({ value }) => value)).toEqual(expected);
    expect(rows[0]).toMatchObject({ rankIc: individuals[0]!.judgement.rankIc, coverage: 1 });
    const whole = await all({ datasetId, minimumCoverage: 0 }, 500);
    expect(rows).toEqual(whole);
  });

  it('go on where equal values were cut apart', async () => {
    const period = { from: '2019-02-01', to: '2019-03-01' };
    const equal = individuals.map((one) => ({ ...one, judgement: individuals[0]!.judgement }));
    await keep(keyOf({ period }), equal);
    const rows = await all({ datasetId, period }, 3);
    expect(rows.map(({ factorId }) => factorId)).toEqual(
      individuals
        .map(({ program }) => factorIdOf(program.hash))
        .sort()
        .reverse(),
    );
  });

  it('are left out below the minimum of coverage, the definition has the say unless told', async () => {
    const rows = await all({ datasetId }, 500);
    expect(rows.length).toBeGreaterThan(0);
    const fewer = await all({ datasetId, minimumCoverage: 0.9 }, 500);
    expect(fewer.length).toBe(individuals.filter(({ judgement }) => judgement.coverage >= 0.9).length);
  });

  it('are filtered by operator, field, size and run', async () => {
    const wide = { datasetId, minimumCoverage: 0 };
    const using = await all({ ...wide, operators: ['ts_max'], fields: ['LOW'] }, 500);
    const fits = individuals.filter(
      ({ program: { text } }) => text.includes('ts_max(') && text.includes('LOW'),
    );
    expect(using.map(({ factor }) => factor.formula).sort()).toEqual(
      fits.map(({ program }) => program.text).sort(),
    );
    expect(fits.length).toBeGreaterThan(0);
    expect(await all({ ...wide, maximumSize: 2 }, 500)).toEqual([]);
    expect(await all({ ...wide, foundByRun: runId }, 500)).toEqual([]);
  });

  it('of an earlier dataset of the series are those of a later one, for days that both hold', async () => {
    const { seriesId } = (await database.prisma.dataset.findUnique({ where: { id: datasetId } }))!;
    const later = uuidv7();
    await database.pool.query(
      `INSERT INTO datasets (id, hash, name, series_id, sequence, first_day, last_day, day_count, symbol_count,
         manifest, quality_report)
       SELECT $1, $2, 'later', series_id, 2, first_day, '2020-06-30', 2, 1, manifest, '{}' FROM datasets WHERE id = $3`,
      [later, 'f'.repeat(64), datasetId],
    );
    const seen = await all({ seriesId, minimumCoverage: 0 }, 500);
    expect(seen).toHaveLength(COUNT);
    const beyond = { from: '2019-01-01', to: '2020-06-30' };
    await keep(keyOf({ period: beyond }), individuals.slice(0, 3));
    expect(await all({ datasetId: later, period: beyond, minimumCoverage: 0 }, 500)).toEqual([]);
  });

  it('of another engine or definition are not mixed in', async () => {
    const period = { from: '2019-04-01', to: '2019-05-01' };
    await keep(keyOf({ period, engineVersion: 'other' }));
    await keep(keyOf({ period, definitionHash: '0'.repeat(64) }));
    expect(await all({ datasetId, period, minimumCoverage: 0 }, 500)).toEqual([]);
  });

  it('refuse a page token of another list', async () => {
    const page = top.page({ datasetId }, { pageSize: 5, pageToken: 'WyJhIiwiYiJd' });
    await expect(page).rejects.toMatchObject({ code: 'INVALID_INPUT', details: { where: 'pageToken' } });
  });
});

describe('where factors are measured', () => {
  it("is the newest run's period and definition unless told", async () => {
    const found = await measurements.resolve({ datasetId });
    expect(found).toMatchObject({
      period: train,
      definition: TOY_EXPERIMENT.evaluation,
      definitionHash: definition,
    });
    expect(await measurements.resolve({ runId })).toEqual(found);
    expect(await measurements.resolve({ runId, definitionHash: definition })).toEqual(found);
  });

  it('takes a definition of its own, with defaults where it says nothing', async () => {
    const found = await measurements.resolve({ datasetId, definition: { minimumStocks: 12 } });
    expect(found.definition).toMatchObject({ minimumStocks: 12, winsorise: 0, label: { lagDays: 1 } });
  });

  it.each([
    [{ role: 'test' as const }, 'PERIOD_INVALID'],
    [{ period: { from: '2019-05-01', to: '2019-04-01' } }, 'PERIOD_INVALID'],
    [{ period: { from: '1999-01-01', to: '1999-12-31' } }, 'PERIOD_INVALID'],
    [{ period: train, role: 'train' as const }, 'INVALID_INPUT'],
    [{ definitionHash: 'f'.repeat(64) }, 'NOT_FOUND'],
    [{ definition: { minimumStocks: 1 } }, 'EXPERIMENT_INVALID'],
    [{ runId: uuidv7() }, 'NOT_FOUND'],
  ])('is refused: %o', async (wish, code) => {
    await expect(measurements.resolve({ datasetId, ...wish })).rejects.toMatchObject({ code });
  });

  it('needs a market or a run', async () => {
    await expect(measurements.resolve({})).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
