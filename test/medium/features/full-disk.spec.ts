import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ImportModel } from '../../../src/features/datasets/import.models.ts';
import { keepFile } from '../../../src/features/evaluations/keep-file.ts';
import type { RunDiagnosisModel } from '../../../src/features/runs/diagnosis/diagnosis.models.ts';
import type { RunModel } from '../../../src/features/runs/run.models.ts';
import { backUp } from '../../../src/platform/backup/back-up.ts';
import { lackOfRoom, requireLastRoom, requireRoom } from '../../../src/platform/disk/disk-guard.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { temporaryFolder } from '../../support/market-files.ts';
import { canMount, smallDisk } from '../../support/small-disk.ts';
import { type SmallMarket, smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const MEGABYTE = 2 ** 20;
const KEPT_FREE = 4 * MEGABYTE;

const disk = smallDisk(24);
const inbox = temporaryFolder();
const database = testDatabase();
const service = featureService(database, 'all', {
  FACTORMINE_DATA: disk.path,
  FACTORMINE_IMPORTS: inbox.path,
  FACTORMINE_MINIMUM_FREE_MB: String(KEPT_FREE / MEGABYTE),
  LOG_LEVEL: 'error',
});
let market: SmallMarket;

const run = (id: string) => service.rest<RunModel>('GET', `/v1/runs/${id}`);
const verb = (id: string, name: string) => service.rest<RunModel>('POST', `/v1/runs/${id}/${name}`);
const order = (generations: number) => ({
  datasetId: market.datasetId,
  experiment: smallExperiment(market.days, generations),
  seed: 'full',
  start: true,
});
const ended = (id: string) =>
  until(async () => {
    const found = await run(id);
    return found.state === 'COMPLETED' && found;
  });
const importEnded = (id: string) =>
  until(async () => {
    const found = await service.rest<ImportModel>('GET', `/v1/imports/${id}`);
    return (found.state === 'COMPLETED' || found.state === 'FAILED') && found;
  });

/** What a route answers: a problem document, which must tell everything. */
async function refusal(asked: Promise<unknown>): Promise<{ readonly status: number }> {
  const problem = JSON.parse(
    await asked.then(
      () => '{}',
      (error: Error) => error.message,
    ),
  );
  expect(problem).toMatchObject({
    status: 507,
    code: 'DISK_FULL',
    expected: expect.stringContaining('free'),
    actual: expect.stringMatching(/\d+ MB free/),
    where: 'data folder',
    remedy: expect.stringContaining('make room'),
  });
  return problem;
}

/** Long enough to unpack to more than the disk has left. */
function manyBars(): string {
  const days = Array.from({ length: 500 }, (_, day) => new Date(Date.UTC(2020, 0, 1 + day)));
  const rows = days.flatMap((day) =>
    Array.from(
      { length: 300 },
      (_, stock) => `${day.toISOString().slice(0, 10)},S${stock},10,11,9,10,${stock + 1}`,
    ),
  );
  return ['date,symbol,open,high,low,close,volume', ...rows].join('\n');
}

beforeAll(async () => {
  market = await storeSmallMarket(database.url, disk.path);
  inbox.write('many.csv', manyBars());
});

describe.skipIf(!canMount)('a disk that fills while a run mines', () => {
  it('pauses the run with the reason, refuses new work, answers questions, and loses nothing', async () => {
    const undisturbed = await service.rest<RunModel>('POST', '/v1/runs', order(50));
    const { populationHash } = await ended(undisturbed.id);

    const { id } = await service.rest<RunModel>('POST', '/v1/runs', order(50));
    await until(async () => ((await run(id)).generation ?? 0) > 3);
    disk.fill(MEGABYTE);
    const paused = await until(async () => {
      const found = await run(id);
      return found.state === 'PAUSED' && found;
    });
    expect(paused.reason).toMatch(/^paused: disk nearly full: [01] MB free, 4 MB are to stay free/);
    expect(paused.generation).toBeLessThan(50);

    const why = await service.rest<RunDiagnosisModel>('GET', `/v1/runs/${id}/diagnosis`);
    expect(why).toMatchObject({
      verdict: 'PAUSED',
      remedy: 'make room on the disk of the data folder, then resume it',
    });
    expect(why.explanation).toContain('nearly full');
    await expect(service.rest('GET', '/health/ready')).rejects.toThrow('nearly full');

    const runsBefore = await service.rest<{ items: RunModel[] }>('GET', '/v1/runs');
    await refusal(verb(id, 'resume'));
    await refusal(service.rest('POST', '/v1/runs', order(3)));
    await refusal(service.rest('POST', `/v1/runs/${id}/clone`, { start: true }));
    await refusal(service.rest('POST', '/v1/imports', { name: 'many', daily: ['many.csv'] }));
    await refusal(
      service.rest('POST', '/v1/exports/values', { runId: id, role: 'train', formulas: ['CLOSE/OPEN'] }),
    );
    await refusal(
      service.rest('POST', '/v1/factors/evaluate', { formula: 'CLOSE/OPEN', runId: id, role: 'train' }),
    );
    expect(await service.rest('GET', '/v1/runs')).toEqual(runsBefore);
    expect(await service.rest('GET', '/v1/imports')).toMatchObject({ items: [] });
    const factors = await service.app.inject(`/v1/exports/factors?runId=${id}&role=train&format=ndjson`);
    expect(factors.statusCode).toBe(200);
    expect(factors.body.split('\n').length).toBeGreaterThan(20);

    disk.makeRoom();
    expect(await service.rest('GET', '/health/ready')).toMatchObject({ status: 'ok' });
    await verb(id, 'resume');
    expect((await ended(id)).populationHash).toBe(populationHash);
  });
});

describe.skipIf(!canMount)('a disk that fills while it is written to', () => {
  it('an import ends with the reason and leaves nothing, and the same import succeeds later', async () => {
    const folder = join(disk.path, 'datasets');
    const before = readdirSync(folder);
    disk.fill(KEPT_FREE + MEGABYTE / 2);
    const { id } = await service.rest<ImportModel>('POST', '/v1/imports', {
      name: 'many',
      daily: ['many.csv'],
    });
    const failed = await importEnded(id);
    expect(failed).toMatchObject({ state: 'FAILED', datasetId: null });
    expect(failed.reason).toMatch(/^DISK_FULL: there is no room left on the disk; nothing was stored/);
    expect(readdirSync(folder)).toEqual(before);
    disk.makeRoom();
    const again = await service.rest<ImportModel>('POST', '/v1/imports', {
      name: 'many',
      daily: ['many.csv'],
    });
    expect(await importEnded(again.id)).toMatchObject({ state: 'COMPLETED', reason: null });
  });

  it('values on their way into an export leave no half file', async () => {
    const path = join(disk.path, 'exports', 'values');
    disk.fill(MEGABYTE);
    await expect(keepFile(path, new Uint8Array(2 * MEGABYTE))).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(existsSync(path)).toBe(false);
    disk.makeRoom();
    await keepFile(path, new Uint8Array(2 * MEGABYTE));
    expect(existsSync(path)).toBe(true);
  });

  it('a backup takes itself back', async () => {
    const into = join(disk.path, 'backup');
    mkdirSync(into);
    disk.fill(MEGABYTE / 16);
    const backup = { databaseUrl: database.url, dataFolder: disk.path, into };
    await expect(backUp(backup)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(readdirSync(into)).toEqual([]);
    disk.makeRoom();
  });
});

/** The words of a server whose disk is full, for every row that is put into a table. */
const whileFull = (table: string, work: () => Promise<void>): Promise<void> =>
  withAdmin(database.url, async (client) => {
    await client.query(`CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$`);
    await client.query(`CREATE TRIGGER full_disk BEFORE INSERT ON ${table} EXECUTE FUNCTION full_disk()`);
    try {
      await work();
    } finally {
      await client.query(`DROP TRIGGER full_disk ON ${table}`);
    }
  });

describe('a database elsewhere whose disk is full', () => {
  const full = { status: 507, code: 'DISK_FULL', remedy: expect.stringContaining('make room') };
  const problem = async (asked: Promise<unknown>): Promise<unknown> =>
    JSON.parse(
      await asked.then(
        () => '{}',
        (error: Error) => error.message,
      ),
    );

  it('pauses the run that cannot write its generation, and it goes on', async () => {
    let id = '';
    await whileFull('generations', async () => {
      id = (await service.rest<RunModel>('POST', '/v1/runs', { ...order(4), seed: 'elsewhere' })).id;
      const paused = await until(async () => {
        const found = await run(id);
        return found.state === 'PAUSED' && found;
      });
      expect(paused.reason).toBe("paused: the database's disk is full; make room and resume");
    });
    await verb(id, 'resume');
    await ended(id);
  });

  it('is told by name, whether the service or a worker wanted to write', async () => {
    await whileFull('warm_start_pools', async () => {
      const pool = { name: 'no room', formulas: ['CLOSE/OPEN'] };
      expect(await problem(service.rest('POST', '/v1/warm-start-pools', pool))).toMatchObject(full);
    });
    await whileFull('tear_sheets', async () => {
      const period = { from: market.days[0], to: market.days[99] };
      const sheet = { formula: 'CLOSE/OPEN', datasetId: market.datasetId, period };
      expect(await problem(service.rest('POST', '/v1/tear-sheets', sheet))).toMatchObject(full);
    });
  });
});

describe('the guard', () => {
  const guarded = (minimumFreeBytes: number) => ({ dataFolder: disk.path, minimumFreeBytes });

  it('counts what is going to be written', async () => {
    expect(await lackOfRoom(guarded(1))).toBeNull();
    expect(await lackOfRoom(guarded(1), 2 ** 60)).toContain('to write');
    await expect(requireRoom(guarded(1), 'import', 2 ** 60)).rejects.toMatchObject({ code: 'DISK_FULL' });
  });

  it('asks less of what writes next to nothing', async () => {
    await expect(requireRoom(guarded(2 ** 60), 'import')).rejects.toMatchObject({ code: 'DISK_FULL' });
    await requireLastRoom(guarded(2 ** 60), 'evaluation');
  });

  it('is off at nought', async () => {
    expect(await lackOfRoom(guarded(0), 2 ** 60)).toBeNull();
  });
});
