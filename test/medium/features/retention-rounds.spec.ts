import { beforeAll, describe, expect, it } from 'vitest';
import { RetentionWorkers } from '../../../src/features/retention/retention-workers.ts';
import type { RunModel } from '../../../src/features/runs/run.models.ts';
import { Database } from '../../../src/platform/database/database.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { runCli } from '../../support/run-cli.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const GENERATIONS = 8;
const database = testDatabase();
const service = featureService(database, 'all', { FACTORMINE_RUNS: '2', LOG_LEVEL: 'error' });
let market: SmallMarket;

async function create(generations: number, seed: string): Promise<string> {
  const experiment = smallExperiment(market.days, generations);
  const order = { datasetId: market.datasetId, experiment, seed, start: true };
  return (await service.rest<RunModel>('POST', '/v1/runs', order)).id;
}
const get = (id: string) => service.rest<RunModel>('GET', `/v1/runs/${id}`);
const inState = (id: string, state: string) =>
  until(async () => {
    const run = await get(id);
    return run.state === state && run;
  });
const count = (sql: string, id: string): Promise<number> =>
  withAdmin(database.url, async (client) => {
    const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`, [id]);
    return rows[0]!.n;
  });
const individuals = (id: string) => count('individuals WHERE run_id = $1', id);
const digests = (id: string) => count('generation_digests WHERE run_id = $1', id);
const set = (change: object) => service.rest('PATCH', '/v1/retention', change);
const verify = (id: string) =>
  runCli(['verify', id], { DATABASE_URL: database.url, FACTORMINE_DATA: service.dataFolder });

/** Rounds follow one another as in the service, in milliseconds for hours. */
const beginRounds = (): void => service.app.get(RetentionWorkers).begin(1, 20);
const endRounds = (): void => service.app.get(RetentionWorkers).begin(3_600_000);

beforeAll(async () => {
  market = await storeSmallMarket(database.url, service.dataFolder);
  await set({ afterDays: 0, keepGenerations: 1, keepBest: 1 });
});

describe('rounds that prune by themselves', () => {
  it('leave everything until they are told to', async () => {
    const id = await create(GENERATIONS, 'kept');
    await inState(id, 'COMPLETED');
    const before = await individuals(id);
    beginRounds();
    await new Promise((resolve) => setTimeout(resolve, 100));
    endRounds();
    expect(await individuals(id)).toBe(before);
  });

  it('prune what is over, never what is being mined, and never what is paused', async () => {
    const [over, paused, mined] = [
      await create(GENERATIONS, 'over'),
      await create(10_000, 'paused'),
      await create(10_000, 'mined'),
    ];
    const whole = await inState(over, 'COMPLETED').then(() => individuals(over));
    for (const id of [paused, mined])
      await until(async () => ((await get(id)).generation ?? 0) > GENERATIONS);
    await service.rest('POST', `/v1/runs/${paused}/pause`);
    await inState(paused, 'PAUSED');
    const resting = await individuals(paused);

    await set({ automatic: true });
    beginRounds();
    await until(async () => (await digests(over)) > 0);
    const reached = (await get(mined)).generation!;
    await until(async () => ((await get(mined)).generation ?? 0) > reached + 3);
    endRounds();
    expect(await individuals(over)).toBeLessThan(whole);
    expect(await individuals(paused)).toBe(resting);
    expect(await digests(paused)).toBe(0);
    expect(await digests(mined)).toBe(0);
    await service.rest('POST', `/v1/runs/${mined}/cancel`);
    const { evaluations } = await inState(mined, 'CANCELLED');
    expect(evaluations).toBeGreaterThan(0);

    const { code, stdout } = await verify(over);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^sound: 9 generations/) });
    expect(stdout).toContain(`${await individuals(over)} of ${whole} individuals kept`);
  }, 40_000);

  it('that are cut off in the middle change nothing, and the next one does it', async () => {
    await set({ automatic: false });
    const id = await create(GENERATIONS, 'cut off');
    await inState(id, 'COMPLETED');
    const before = await individuals(id);
    await set({ automatic: true });
    await withAdmin(database.url, async (client) => {
      await client.query('BEGIN');
      await client.query('SELECT FROM individuals WHERE run_id = $1 FOR UPDATE', [id]);
      beginRounds();
      // It waits for these rows, with its digests written and not yet committed.
      const killed = await until(async () => {
        // Within a transaction, the view stays what it was at the first look.
        const { rows } = await service.app.get(Database).pool.query<{ pid: number }>(
          `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
             AND query LIKE 'DELETE FROM individuals%'`,
        );
        return rows[0] ?? null;
      });
      endRounds();
      await client.query('SELECT pg_terminate_backend($1)', [killed.pid]);
      await client.query('ROLLBACK');
    });
    expect(await digests(id)).toBe(0);
    expect(await individuals(id)).toBe(before);

    beginRounds();
    await until(async () => (await individuals(id)) < before);
    endRounds();
    expect(await digests(id)).toBe(GENERATIONS + 1);
    expect(await service.rest('GET', `/v1/runs/${id}/verification`)).toMatchObject({
      sound: true,
      faults: [],
    });
  });

  it('go past a run that cannot be pruned', async () => {
    await set({ automatic: false });
    const [stuck, next] = [await create(GENERATIONS, 'stuck'), await create(GENERATIONS, 'next')];
    for (const id of [stuck, next]) await inState(id, 'COMPLETED');
    const before = await individuals(next);
    await withAdmin(database.url, (client) =>
      client.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF OLD.run_id = '${stuck}' THEN RAISE EXCEPTION 'stuck'; END IF; RETURN OLD; END $$;
        CREATE TRIGGER refuse BEFORE DELETE ON individuals FOR EACH ROW EXECUTE FUNCTION refuse()`),
    );
    await set({ automatic: true });
    beginRounds();
    await until(async () => (await individuals(next)) < before);
    endRounds();
    expect(await digests(stuck)).toBe(0);
  });
});
