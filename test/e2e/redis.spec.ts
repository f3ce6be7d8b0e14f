import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/feature-service.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { smallExperiment, storeSmallMarket } from '../support/small-market.ts';
import { testDatabase } from '../support/test-database.ts';
import { startWorker, type WorkerProcess } from '../support/worker-process.ts';

const PATIENCE_MS = 45_000;

describe.skipIf(!hasRedis)('API and worker as processes of their own, with the queue on Redis', () => {
  const database = testDatabase();
  const dataFolder = mkdtempSync(join(tmpdir(), 'factormine-split-'));
  let redis: RedisServer;
  let api: ServiceProcess;
  let worker: WorkerProcess;

  beforeAll(async () => {
    redis = await startRedis();
    const variables = { DATABASE_URL: database.url, REDIS_URL: redis.url, FACTORMINE_DATA: dataFolder };
    api = startServiceProcess({ ...variables, FACTORMINE_ROLE: 'api' });
    await api.announced;
    worker = await startWorker(database.url, dataFolder, { REDIS_URL: redis.url });
  });
  afterAll(async () => {
    await worker?.end('SIGTERM');
    api?.child.kill('SIGTERM');
    await api?.exited;
    await redis?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  it('mine a run, show its progress across the processes and answer a typed formula', async () => {
    const url = await api.announced;
    const market = await storeSmallMarket(database.url, dataFolder);
    const post = async <T>(path: string, body: unknown): Promise<T> => {
      const answer = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return (await answer.json()) as T;
    };
    const { datasetId, days } = market;
    const run = await post<{ id: string }>('/v1/runs', {
      datasetId,
      experiment: smallExperiment(days, 5),
      seed: 'redis',
      start: true,
    });
    const progress = async (): Promise<{ state: string; generation: number | null }> =>
      (await (await fetch(`${url}/v1/runs/${run.id}/progress`)).json()) as never;
    await until(async () => (await progress()).state === 'COMPLETED', PATIENCE_MS);
    expect(await progress()).toMatchObject({ generation: 5 });

    const query = `mutation($input: EvaluateFormulaInput!) {
      evaluateFormula(input: $input) { canonical statistics { rankIc { days } } }
    }`;
    const input = { formula: 'OPEN/CLOSE', runId: run.id, role: 'TRAIN' };
    const answer = await post('/graphql', { query, variables: { input } });
    expect(answer).toMatchObject({ data: { evaluateFormula: { canonical: 'OPEN/CLOSE' } } });
  });
});
