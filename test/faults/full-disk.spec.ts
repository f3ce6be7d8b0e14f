import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunDiagnosisModel } from '../../src/features/runs/diagnosis/diagnosis.models.ts';
import type { RunModel } from '../../src/features/runs/run.models.ts';
import { until } from '../support/feature-service.ts';
import { startPostgres } from '../support/project-scripts.ts';
import { runCli } from '../support/run-cli.ts';
import { postgresPid, type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { canMount, smallDisk } from '../support/small-disk.ts';
import { smallExperiment, storeSmallMarket } from '../support/small-market.ts';
import { withAdmin } from '../support/with-admin.ts';

const GENERATIONS = 20;
const disk = smallDisk(150);
const dataFolder = join(disk.path, 'data');
let service: ServiceProcess;
let url: string;
let order: object;
/** Of the same run where nothing disturbs it. */
let undisturbed: string | null;

interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

async function ask<T>(method: 'GET' | 'POST', path: string, body?: object): Promise<Answer<T>> {
  const headers: Record<string, string> = body ? { 'content-type': 'application/json' } : {};
  const answer = await fetch(`${url}${path}`, { method, headers, body: body && JSON.stringify(body) });
  return { status: answer.status, body: (await answer.json()) as T };
}

const run = async (id: string): Promise<RunModel> => (await ask<RunModel>('GET', `/v1/runs/${id}`)).body;
const create = async (): Promise<string> => (await ask<RunModel>('POST', '/v1/runs', order)).body.id;
const inState = (id: string, state: string) =>
  until(async () => {
    const found = await run(id);
    return found.state === state && found;
  }, 30_000);

/** The database of the service, as a second user of the same server. */
async function withDatabase<T>(work: Parameters<typeof withAdmin<T>>[1]): Promise<T> {
  const server = await startPostgres({ folder: join(dataFolder, 'postgres') });
  try {
    return await withAdmin(server.url, work);
  } finally {
    await server.stop();
  }
}

beforeAll(async () => {
  if (!canMount) return;
  service = startServiceProcess({
    FACTORMINE_DATA: dataFolder,
    FACTORMINE_THREADS: '1',
    FACTORMINE_MINIMUM_FREE_MB: '8',
  });
  url = await service.announced;
  const server = await startPostgres({ folder: join(dataFolder, 'postgres') });
  const market = await storeSmallMarket(server.url, dataFolder);
  await server.stop();
  order = {
    datasetId: market.datasetId,
    experiment: smallExperiment(market.days, GENERATIONS),
    seed: 'full',
    start: true,
  };
  undisturbed = (await inState(await create(), 'COMPLETED')).populationHash;
}, 60_000);

afterAll(async () => {
  if (!canMount) return;
  disk.makeRoom();
  service.child.kill('SIGTERM');
  await service.exited;
  await until(async () => postgresPid(dataFolder) === null);
});

describe.skipIf(!canMount)('a disk that is full to the last byte, with the embedded Postgres on it', () => {
  test('the run pauses or waits, what would write is refused, what reads is answered, and it goes on', async () => {
    const id = await create();
    await until(async () => ((await run(id)).generation ?? 0) > 2);
    disk.fill();
    const paused = await inState(id, 'PAUSED');
    expect(paused.reason).toMatch(/disk/);
    const why = await ask<RunDiagnosisModel>('GET', `/v1/runs/${id}/diagnosis`);
    expect(why.body.remedy).toBe('make room on the disk of the data folder, then resume it');
    const told = await runCli(['why', id], { FACTORMINE_DATA: dataFolder });
    expect(told).toMatchObject({ code: 0, stdout: expect.stringContaining('make room on the disk') });

    expect(await ask('POST', '/v1/runs', order)).toMatchObject({ status: 507, body: { code: 'DISK_FULL' } });
    const evaluation = { formula: 'CLOSE/OPEN', runId: id, role: 'train' };
    expect((await ask('POST', '/v1/factors/evaluate', evaluation)).status).toBe(507);
    // Small rows find room in pages that are there already, until they do not: never anything else than these answers.
    const formulas = Array.from({ length: 400 }, (_, n) => `CLOSE/OPEN+ts_mean(CLOSE,${n + 2})/CLOSE`);
    for (let pool = 0; pool < 5; pool++) {
      const { status, body } = await ask('POST', '/v1/warm-start-pools', { name: `pool ${pool}`, formulas });
      expect([
        [201, undefined],
        [507, 'DISK_FULL'],
      ]).toContainEqual([status, (body as { code?: string }).code]);
    }
    expect((await ask('GET', `/v1/factors/top?runId=${id}&role=train`)).status).toBe(200);

    disk.makeRoom();
    await ask('POST', `/v1/runs/${id}/resume`);
    expect((await inState(id, 'COMPLETED')).populationHash).toBe(undisturbed);
  }, 60_000);

  test('a Postgres that the disk brought down is back by itself once there is room, and so is the run', async () => {
    const id = await create();
    await until(async () => ((await run(id)).generation ?? 0) > 2);
    // The log of changes wants its next file, for which there is no room: the server gives up, and cannot start either.
    const exhausted = withDatabase(async (client) => {
      disk.fill();
      const write = "SELECT pg_logical_emit_message(false, 'test', repeat('x', 1000000))";
      for (let megabytes = 0; megabytes < 64; megabytes++) await client.query(write);
    });
    await expect(exhausted).rejects.toThrow();
    await until(async () => (await ask('GET', `/v1/runs/${id}`)).status === 503);
    expect(service.child.exitCode).toBeNull();
    expect((await ask('GET', '/health/live')).status).toBe(200);
    expect(await ask('POST', '/v1/runs', order)).toMatchObject({
      status: expect.toSatisfy((status: number) => status === 503 || status === 507),
    });

    disk.makeRoom();
    await until(async () => (await ask('GET', '/health/ready')).status === 200, 30_000);
    const found = await run(id);
    if (found.state === 'PAUSED') await ask('POST', `/v1/runs/${id}/resume`);
    expect((await inState(id, 'COMPLETED')).populationHash).toBe(undisturbed);
    const verified = await ask<{ sound: boolean }>('GET', `/v1/runs/${id}/verification`);
    expect(verified.body.sound).toBe(true);
  }, 90_000);

  test('a start on a full disk says so and harms nothing', async () => {
    const folder = join(disk.path, 'other');
    disk.fill();
    const starting = startServiceProcess({ FACTORMINE_DATA: folder });
    expect(await starting.exited).toBe(1);
    expect(starting.output()).toMatch(/^factormine cannot start: embedded Postgres: .+: make room$/m);
    disk.makeRoom();
  });

  test('the log says it in few lines, with what to do', () => {
    const lines = service
      .output()
      .split('\n')
      .filter((line) => !line.includes('[health]'));
    expect(lines.filter((line) => line.includes('make room')).length).toBeGreaterThan(0);
    // Whoever was refused has an id, and the log has the reason under it.
    expect(lines.join('\n')).toMatch(/WARN {2}\[http\] the database .+errorId=/);
    expect(lines.length).toBeLessThan(150);
  });
});
