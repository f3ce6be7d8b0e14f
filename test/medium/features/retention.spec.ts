import { beforeAll, describe, expect, it } from 'vitest';
import type {
  PrunedRunModel,
  RetentionSettingsModel,
  RunVerificationModel,
} from '../../../src/features/retention/retention.models.ts';
import type { RunModel } from '../../../src/features/runs/run.models.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const GENERATIONS = 12;
const database = testDatabase();
const service = featureService(database);
let market: SmallMarket;
let run: RunModel;
let again: RunModel;

const ended = (id: string, generation = GENERATIONS) =>
  until(async () => {
    const found = await service.rest<RunModel>('GET', `/v1/runs/${id}`);
    return found.state === 'COMPLETED' && found.generation === generation && found;
  });
const numbers = (sql: string, ...values: unknown[]) =>
  withAdmin(database.url, async (client) =>
    (await client.query<{ n: number }>(sql, values)).rows.map(({ n }) => n),
  );
const individuals = async () =>
  (await numbers('SELECT count(*)::int AS n FROM individuals WHERE run_id = $1', run.id))[0]!;
const verify = (id: string, against = '') =>
  service.rest<RunVerificationModel>(
    'GET',
    `/v1/runs/${id}/verification${against && `?againstRunId=${against}`}`,
  );
const set = (change: object) => service.rest<RetentionSettingsModel>('PATCH', '/v1/retention', change);
const prune = (body: object) => service.rest<PrunedRunModel[]>('POST', '/v1/retention/prune', body);
/** Factor of each individual, in age order, of a generation that is whole. */
const population = (generation: number) =>
  service.graphql<{ run: object }>(
    `query ($id: ID!, $generation: Int!) { run(id: $id) { population(generation: $generation, first: 100) {
       edges { node { birthGeneration slot fitness } } } } }`,
    { id: run.id, generation },
  );

beforeAll(async () => {
  market = await storeSmallMarket(database.url, service.dataFolder);
  const created = await service.rest<RunModel>('POST', '/v1/runs', {
    datasetId: market.datasetId,
    experiment: smallExperiment(market.days, GENERATIONS),
    seed: 'seed',
    start: true,
  });
  run = await ended(created.id);
  const same = await service.rest<RunModel>('POST', `/v1/runs/${run.id}/clone`, {
    seed: 'seed',
    start: true,
  });
  again = await ended(same.id);
}, 90_000);

describe('settings', () => {
  it('prune nothing unless told, and nothing that ended lately', async () => {
    expect(await service.rest('GET', '/v1/retention')).toEqual({
      automatic: false,
      afterDays: 30,
      keepGenerations: 10,
      keepBest: 200,
    });
    expect(await prune({ dryRun: true })).toEqual([]);
    await expect(prune({ runId: run.id, dryRun: false })).rejects.toThrow('CONFLICT');
  });

  it('change one by one, within bounds', async () => {
    await set({ afterDays: 0, keepGenerations: 3 });
    expect(await set({ keepBest: 5 })).toMatchObject({ afterDays: 0, keepGenerations: 3, keepBest: 5 });
    await expect(set({ keepBest: -1 })).rejects.toThrow('INVALID_INPUT');
    await expect(set({ afterDays: 0.5 })).rejects.toThrow('INVALID_INPUT');
  });
});

describe('a run that is over', () => {
  it('says what would go, and keeps it', async () => {
    const before = await individuals();
    const [one] = await prune({ runId: run.id, dryRun: true });
    expect(one).toMatchObject({ runId: run.id, beforeGeneration: GENERATIONS - 3 });
    expect(one!.individuals).toBeGreaterThan(10);
    expect(await individuals()).toBe(before);
  });

  it('loses those who left long ago, and is whole from there on', async () => {
    const before = await individuals();
    const late = await population(GENERATIONS - 3);
    const [held] = await numbers(
      `SELECT count(*)::int AS n FROM individuals WHERE run_id = $1 AND (left_generation IS NULL
         OR left_generation > $2 OR birth_generation = 0)`,
      run.id,
      GENERATIONS - 3,
    );
    const factors = await numbers('SELECT count(*)::int AS n FROM factors');
    const lineage = await numbers('SELECT count(*)::int AS n FROM lineage WHERE run_id = $1', run.id);
    const [member] = await withAdmin(database.url, async (client) => {
      const { rows } = await client.query<{ factorId: string }>(
        `SELECT factor_id AS "factorId" FROM individuals WHERE run_id = $1 AND left_generation <= 5
           AND birth_generation > 0 ORDER BY fitness NULLS FIRST LIMIT 1`,
        [run.id],
      );
      await client.query(
        `INSERT INTO warm_start_pools (id, name, kind) VALUES (gen_random_uuid(), 'held', 'LIST')`,
      );
      await client.query(
        `INSERT INTO warm_start_pool_members (pool_id, position, factor_id) SELECT id, 0, $1 FROM warm_start_pools`,
        [rows[0]!.factorId],
      );
      return rows;
    });

    const [one] = await prune({ runId: run.id, dryRun: false });
    expect(await individuals()).toBe(before - one!.individuals);
    expect(await individuals()).toBeGreaterThanOrEqual(held!);
    expect(await numbers('SELECT count(*)::int AS n FROM factors')).toEqual(factors);
    expect(await numbers('SELECT count(*)::int AS n FROM lineage WHERE run_id = $1', run.id)).toEqual(
      lineage,
    );
    const kept = 'SELECT count(*)::int AS n FROM individuals WHERE run_id = $1 AND factor_id = $2';
    expect((await numbers(kept, run.id, member!.factorId))[0]).toBeGreaterThan(0);
    expect(await population(GENERATIONS - 3)).toEqual(late);
    await expect(population(GENERATIONS - 4)).rejects.toThrow('pruned');
    expect(await prune({ runId: run.id, dryRun: false })).toEqual([]);
  });

  it('is verified by its digests, and against the same run made again', async () => {
    const alone = await verify(run.id);
    expect(alone).toMatchObject({ generations: GENERATIONS + 1, sound: true, compared: 0, faults: [] });
    expect(alone.kept).toBe(await individuals());
    expect(alone.born).toBeGreaterThan(alone.kept);
    expect(alone.recomputed).toBeGreaterThan(0);
    const against = await verify(run.id, again.id);
    expect(against).toMatchObject({ compared: GENERATIONS + 1, sound: true });
    expect(against.born).toBe((await verify(again.id)).kept);
  });

  it('goes on to the same bytes as one that was never pruned', async () => {
    const further = GENERATIONS + 3;
    for (const { id } of [run, again]) {
      await service.rest('PATCH', `/v1/runs/${id}/stop`, { generations: further });
      await service.rest('POST', `/v1/runs/${id}/resume`);
    }
    const [pruned, whole] = [await ended(run.id, further), await ended(again.id, further)];
    expect(pruned.populationHash).toBe(whole.populationHash);
    await prune({ runId: run.id, dryRun: false });
    expect(await verify(run.id, again.id)).toMatchObject({ compared: further + 1, sound: true });
  });

  it('is found out when anything that is kept was changed', async () => {
    await withAdmin(database.url, (client) =>
      client.query(
        `UPDATE individuals SET judgement = jsonb_set(judgement, '{fitness}', '0.5') WHERE run_id = $1 AND birth_generation = 0 AND slot = 0`,
        [run.id],
      ),
    );
    expect(await verify(run.id)).toMatchObject({
      sound: false,
      faults: ['generation 0: its newborns were changed'],
    });
    await withAdmin(database.url, (client) =>
      client.query(
        `UPDATE generation_digests SET digest = repeat('0', 64) WHERE run_id = $1 AND generation = 4`,
        [run.id],
      ),
    );
    expect((await verify(run.id, again.id)).faults).toEqual(
      expect.arrayContaining([
        'generation 4: the chain is broken',
        "generation 4: the other run's is another",
      ]),
    );
  });

  it('that is not there is refused', async () => {
    const nobody = '01900000-0000-7000-8000-000000000000';
    await expect(verify(nobody)).rejects.toThrow('NOT_FOUND');
    await expect(verify(run.id, nobody)).rejects.toThrow('NOT_FOUND');
    await expect(prune({ runId: nobody, dryRun: true })).rejects.toThrow('NOT_FOUND');
    await expect(prune({})).rejects.toThrow('INVALID_INPUT');
  });
});
