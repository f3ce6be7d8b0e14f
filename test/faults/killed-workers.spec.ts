import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunModel } from '../../src/features/runs/run.models.ts';
import { featureService, until } from '../support/feature-service.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../support/small-market.ts';
import { testDatabase } from '../support/test-database.ts';
import { withAdmin } from '../support/with-admin.ts';
import { startWorker, type WorkerProcess } from '../support/worker-process.ts';

const GENERATIONS = 150;
const PATIENCE_MS = 45_000;

const database = testDatabase();
// Answers only: the mining is done by processes that can be killed.
const service = featureService(database, 'api');
const workers: WorkerProcess[] = [];
let market: SmallMarket;

beforeAll(async () => {
  market = await storeSmallMarket(database.url, service.dataFolder);
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.end('SIGKILL');
});

const worker = async (): Promise<WorkerProcess> => {
  const started = await startWorker(database.url, service.dataFolder);
  workers.push(started);
  return started;
};
const get = (id: string) => service.rest<RunModel>('GET', `/v1/runs/${id}`);
const start = (seed: string) =>
  service.rest<RunModel>('POST', '/v1/runs', {
    datasetId: market.datasetId,
    experiment: smallExperiment(market.days, GENERATIONS),
    seed,
    start: true,
  });
const past = (id: string, generation: number) =>
  until(async () => ((await get(id)).generation ?? -1) >= generation, PATIENCE_MS);
const completed = (id: string) =>
  until(async () => {
    const run = await get(id);
    if (run.state === 'FAILED') throw new Error(`failed: ${run.reason}`);
    return run.state === 'COMPLETED' && run;
  }, PATIENCE_MS);

/** Hash of each generation's population, in order. */
const hashes = (runId: string): Promise<string[]> =>
  withAdmin(database.url, async (client) => {
    const found = await client.query<{ hash: string }>(
      'SELECT population_hash AS hash FROM generations WHERE run_id = $1 ORDER BY generation',
      [runId],
    );
    return found.rows.map(({ hash }) => hash);
  });

describe('a worker that dies', () => {
  it('by kill -9 loses at most a generation: the run ends with the same bytes elsewhere', async () => {
    await worker();
    const undisturbed = await completed((await start('killed')).id);
    const run = await start('killed');
    // At no particular point of a generation.
    await past(run.id, 3 + Math.floor(Math.random() * 40));
    await workers.splice(0)[0]?.end('SIGKILL');
    const left = await get(run.id);
    expect(left.state === 'RUNNING' || left.state === 'STALLED').toBe(true);
    await worker();
    await past(run.id, (left.generation ?? 0) + 10);
    await workers.splice(0)[0]?.end('SIGKILL');
    await worker();
    const resumed = await completed(run.id);
    expect(resumed.populationHash).toBe(undisturbed.populationHash);
    expect(await hashes(run.id)).toEqual(await hashes(undisturbed.id));
  }, 180_000);

  it('or only pauses for longer than its lease is fenced out: no generation is written twice', async () => {
    const first = await worker();
    const run = await start('paused');
    await past(run.id, 5);
    first.process.kill('SIGSTOP');
    await worker();
    const at = (await get(run.id)).generation ?? 0;
    await past(run.id, at + 5);
    first.process.kill('SIGCONT');
    await completed(run.id);
    await until(async () => first.output().includes('FENCED'), PATIENCE_MS);
    const straight = await completed((await start('paused')).id);
    expect(await hashes(run.id)).toEqual(await hashes(straight.id));
  }, 180_000);

  it('after SIGTERM has handed its run back, and the next one goes on', async () => {
    const first = await worker();
    const run = await start('stopped');
    await past(run.id, 5);
    expect(await first.end('SIGTERM')).toBe(0);
    expect((await get(run.id)).state).toBe('QUEUED');
    await worker();
    expect((await completed(run.id)).generation).toBe(GENERATIONS);
  }, 120_000);
});
