import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startPostgres } from '../support/project-scripts.ts';
import { postgresPid, type ServiceProcess, startServiceProcess } from '../support/service-process.ts';
import { withAdmin } from '../support/with-admin.ts';

const GONE_TIMEOUT_MS = 20_000;
const TEST_TIMEOUT_MS = 120_000;

let dataFolder: string;
let started: ServiceProcess[];

const start = (variables: Readonly<Record<string, string>> = {}): ServiceProcess => {
  const service = startServiceProcess({ FACTORMINE_DATA: dataFolder, ...variables });
  started.push(service);
  return service;
};

/** A process that ended and was not collected still answers to signal 0, hence the pid file. */
async function untilPostgresIsGone(): Promise<void> {
  const deadline = Date.now() + GONE_TIMEOUT_MS;
  while (postgresPid(dataFolder) !== null && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(postgresPid(dataFolder)).toBeNull();
}

const isReady = async (url: string): Promise<boolean> => (await fetch(`${url}/health/ready`)).ok;

beforeEach(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'factormine-faults-'));
  started = [];
});

afterEach(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  await untilPostgresIsGone();
  rmSync(dataFolder, { recursive: true, force: true });
});

describe('the service with its embedded Postgres', { timeout: TEST_TIMEOUT_MS }, () => {
  test('two starters race for one data folder, and both serve', async () => {
    const services = [start(), start()];
    const urls = await Promise.all(services.map(({ announced }) => announced));
    expect(await Promise.all(urls.map(isReady))).toEqual([true, true]);
    services[0]?.child.kill('SIGTERM');
    expect(await services[0]?.exited).toBe(0);
    // The one that leaves does not take the database with it.
    expect(await isReady(urls[1] ?? '')).toBe(true);
    services[1]?.child.kill('SIGINT');
    expect(await services[1]?.exited).toBe(0);
    expect(postgresPid(dataFolder)).toBeNull();
  });

  test('kill -9 leaves no Postgres behind, and what was written is there after the next start', async () => {
    const first = start();
    await first.announced;
    expect(postgresPid(dataFolder)).not.toBeNull();
    const database = await startPostgres({ folder: join(dataFolder, 'postgres') });
    await withAdmin(database.url, (client) => client.query('CREATE TABLE kept AS SELECT 42 AS answer'));
    await database.stop();
    first.child.kill('SIGKILL');
    await untilPostgresIsGone();

    const second = start();
    await second.announced;
    const again = await startPostgres({ folder: join(dataFolder, 'postgres') });
    const kept = await withAdmin(again.url, (client) => client.query('SELECT answer FROM kept'));
    await again.stop();
    expect(kept.rows).toEqual([{ answer: 42 }]);
  });

  test('a Postgres that dies under the service is started again', async () => {
    const service = start();
    const url = await service.announced;
    const before = postgresPid(dataFolder);
    process.kill(before ?? 0, 'SIGKILL');
    const deadline = Date.now() + GONE_TIMEOUT_MS;
    let ready = false;
    while (!ready && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      ready = postgresPid(dataFolder) !== before && (await isReady(url));
    }
    expect(ready, service.output()).toBe(true);
    expect(service.child.exitCode).toBeNull();
  });
});

describe('the embedded Postgres', { timeout: TEST_TIMEOUT_MS }, () => {
  test('admits nobody without the password, which only its owner can read', async () => {
    const folder = join(dataFolder, 'postgres');
    const database = await startPostgres({ folder });
    const stranger = new URL(database.url);
    stranger.password = 'guess';
    await expect(new pg.Client({ connectionString: stranger.href }).connect()).rejects.toMatchObject({
      code: '28P01',
    });
    expect(statSync(join(folder, 'password')).mode & 0o077).toBe(0);
    expect(statSync(folder).mode & 0o077).toBe(0);
    await database.stop();
  });
});

test('bound to more than loopback, the service does not start without a key', async () => {
  const service = start({ HOST: '0.0.0.0' });
  expect(await service.exited).toBe(1);
  expect(service.output()).toContain('FACTORMINE_API_KEY');
  expect(postgresPid(dataFolder)).toBeNull();
});
