import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunModel } from '../../../src/features/runs/run.models.ts';
import { backUp } from '../../../src/platform/backup/back-up.ts';
import { restore } from '../../../src/platform/backup/restore.ts';
import { tablesOf } from '../../../src/platform/backup/tables.ts';
import { migrateAll } from '../../../src/platform/boot/migrate-all.ts';
import { MIGRATIONS } from '../../../src/platform/database/migrations-folder.ts';
import { emptyDatabases } from '../../support/empty-databases.ts';
import { type FeatureService, featureService, until } from '../../support/feature-service.ts';
import { smallExperiment, storeSmallMarket } from '../../support/small-market.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const scratch = mkdtempSync(join(tmpdir(), 'factormine-backup-'));
const emptyDatabase = emptyDatabases();
const database = testDatabase();
const backup = join(scratch, 'monday');
/** The run in the store that was backed up, when it had come to its new end. */
let original: RunModel;

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** What each table holds, in a few characters. */
const contents = (url: string): Promise<Record<string, string>> =>
  withAdmin(url, async (client) => {
    const found: Record<string, string> = {};
    for (const { name } of await tablesOf(client)) {
      const { rows } = await client.query<{ hash: string }>(
        `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') AS hash FROM "${name}" t`,
      );
      found[name] = rows[0]!.hash;
    }
    return found;
  });

const runIn = (service: FeatureService, id: string, state: string) =>
  until(async () => {
    const run = await service.rest<RunModel>('GET', `/v1/runs/${id}`);
    return run.state === state && run;
  });

/** Resolves when the background has nothing more to write. */
async function quiet(): Promise<void> {
  let before = '';
  await until(async () => {
    const now = JSON.stringify({ ...(await contents(database.url)), workers: null });
    const same = now === before;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 400));
    return same;
  });
}

describe('a backup', () => {
  const service = featureService(database);
  let run: RunModel;

  beforeAll(async () => {
    const market = await storeSmallMarket(database.url, service.dataFolder);
    const experiment = smallExperiment(market.days, 2);
    const body = { datasetId: market.datasetId, experiment, seed: 's', start: true };
    const { id } = await service.rest<RunModel>('POST', '/v1/runs', body);
    await runIn(service, id, 'COMPLETED');
    // With more to do, and standing still: so the copy can go on with it.
    run = await service.rest('PATCH', `/v1/runs/${id}/stop`, { generations: 6 });
    await quiet();
    await backUp({ databaseUrl: database.url, dataFolder: service.dataFolder, into: backup });
  }, 60_000);

  afterAll(async () => {
    await service.rest('POST', `/v1/runs/${run.id}/resume`);
    await until(async () => (await service.rest<RunModel>('GET', `/v1/runs/${run.id}`)).generation === 6);
    original = await runIn(service, run.id, 'COMPLETED');
  }, 60_000);

  it('restores every table and file into an empty place', async () => {
    const before = await contents(database.url);
    const url = await emptyDatabase();
    const dataFolder = join(scratch, 'restored');
    await restore({ databaseUrl: url, dataFolder, from: backup, migrations: MIGRATIONS });
    const after = await contents(url);
    for (const volatile of ['workers']) {
      delete before[volatile];
      delete after[volatile];
    }
    expect(after).toEqual(before);
    expect(Object.keys(after).length).toBeGreaterThan(20);
    expect(readdirSync(join(dataFolder, 'datasets'))).toEqual(
      readdirSync(join(service.dataFolder, 'datasets')),
    );
    // Counters go on: a new key must not take the number of an old one.
    const { rows } = await withAdmin(url, (client) =>
      client.query<{ next: number; most: number }>(
        `SELECT nextval(pg_get_serial_sequence('evaluation_keys', 'id'))::int AS next, max(id) AS most FROM evaluation_keys`,
      ),
    );
    expect(rows[0]!.next).toBeGreaterThan(rows[0]!.most);
  });

  it('is refused where something is there already', async () => {
    const again = backUp({ databaseUrl: database.url, dataFolder: service.dataFolder, into: backup });
    await expect(again).rejects.toMatchObject({ code: 'ALREADY_EXISTS' });
    const into = { from: backup, migrations: MIGRATIONS };
    const used = restore({ ...into, databaseUrl: database.url, dataFolder: join(scratch, 'none') });
    await expect(used).rejects.toMatchObject({ code: 'CONFLICT' });
    const full = restore({ ...into, databaseUrl: await emptyDatabase(), dataFolder: service.dataFolder });
    await expect(full).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('that is damaged, or was not finished, is refused before anything is restored', async () => {
    const damaged = join(scratch, 'damaged');
    await backUp({ databaseUrl: database.url, dataFolder: service.dataFolder, into: damaged });
    appendFileSync(join(damaged, 'tables', 'factors.copy.gz'), 'x');
    const databaseUrl = await emptyDatabase();
    const options = { databaseUrl, dataFolder: join(scratch, 'nothing'), migrations: MIGRATIONS };
    await expect(restore({ ...options, from: damaged })).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
      details: { where: 'tables/factors.copy.gz' },
    });
    await expect(restore({ ...options, from: join(scratch, 'nowhere') })).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
    expect(await contents(databaseUrl)).toEqual({});
    expect(() => readdirSync(options.dataFolder)).toThrow();
  });
});

describe('what was restored', () => {
  const restored = { url: '' };
  const folder = join(scratch, 'resumed');

  beforeAll(async () => {
    restored.url = await emptyDatabase();
    await restore({ databaseUrl: restored.url, dataFolder: folder, from: backup, migrations: MIGRATIONS });
    await migrateAll(restored.url);
  });
  const copy = featureService(
    {
      get url() {
        return restored.url;
      },
    },
    'all',
    { FACTORMINE_DATA: folder },
  );

  it('goes on with its runs to the same bytes', async () => {
    await copy.rest('POST', `/v1/runs/${original.id}/resume`);
    await until(async () => (await copy.rest<RunModel>('GET', `/v1/runs/${original.id}`)).generation === 6);
    const there = await runIn(copy, original.id, 'COMPLETED');
    expect(there.populationHash).toBe(original.populationHash);
  }, 60_000);
});
