import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { readConfig } from '../../../src/platform/config/read-config.ts';
import { databaseChecks } from '../../../src/platform/doctor/database-checks.store.ts';
import { machineChecks } from '../../../src/platform/doctor/machine-checks.ts';
import { featureService, until } from '../../support/feature-service.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const KEY = 'the-key-of-the-environment';
const database = testDatabase();
const service = featureService(database, 'all', { FACTORMINE_API_KEY: KEY });
const admin = { authorization: `Bearer ${KEY}` };
const get = (url: string, headers: Record<string, string> = admin) =>
  service.app.inject({ method: 'GET', url, headers });

describe('metrics', () => {
  it('tell of requests by route, of operations, runs, queues, database and event loop', async () => {
    await get('/v1/runs?pageSize=1');
    await get('/v1/runs/01900000-0000-7000-8000-000000000000');
    const query = '{ runs(first: 1) { edges { node { id } } } }';
    await service.app.inject({ method: 'POST', url: '/graphql', headers: admin, payload: { query } });
    await until(async () => (await get('/metrics')).body.includes('factormine_workers_alive 1'));
    const { body, headers } = await get('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    for (const line of [
      'factormine_http_request_seconds_count{method="GET",route="/v1/runs",status="200"} 1',
      'factormine_http_request_seconds_count{method="GET",route="/v1/runs/:runId",status="404"} 1',
      'factormine_graphql_operation_seconds_count{operation="query runs",outcome="DONE"} 1',
      'factormine_queue_jobs{queue="runs",state="waiting"} 0',
      'factormine_database_connections{state="waiting"} 0',
      'factormine_programs_per_second 0',
      'nodejs_eventloop_lag_seconds',
    ]) {
      expect(body).toContain(line);
    }
    expect(Number(/^factormine_disk_free_bytes (\S+)/m.exec(body)?.[1])).toBeGreaterThan(0);
    expect(Number(/^factormine_database_bytes (\S+)/m.exec(body)?.[1])).toBeGreaterThan(1e6);
  });

  it('are not for strangers', async () => {
    expect((await get('/metrics', {})).statusCode).toBe(401);
  });
});

describe('readiness', () => {
  it('names each part', async () => {
    const answer = await get('/health/ready', {});
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      status: 'ok',
      checks: ['database', 'migrations', 'queue', 'disk'].map((name) => ({ name, ok: true, detail: 'ok' })),
    });
  });

  it('fails where a migration is missing', async () => {
    await withAdmin(database.url, async (client) => {
      await client.query(
        `UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = '0001_init'`,
      );
      const answer = await get('/health/ready', {});
      await client.query('UPDATE _prisma_migrations SET rolled_back_at = NULL');
      expect(answer.statusCode).toBe(503);
      expect(answer.json().checks[1]).toEqual({ name: 'migrations', ok: false, detail: '1 not applied' });
    });
  });
});

describe('a request', () => {
  it("has a name, the caller's own where it has one that can be trusted", async () => {
    const own = await get('/v1/runs', { ...admin, 'x-request-id': 'dash-7:42' });
    expect(own.headers['x-request-id']).toBe('dash-7:42');
    const forged = await get('/v1/runs', { ...admin, 'x-request-id': 'a\tb' });
    expect(forged.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect((await get('/health/live', {})).headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('the queue page', () => {
  it("is an admin's, by header or by password, and shows every queue", async () => {
    expect((await get('/queues', {})).statusCode).toBe(401);
    expect((await get('/queues', {})).headers['www-authenticate']).toContain('Basic');
    const basic = `Basic ${Buffer.from(`anybody:${KEY}`).toString('base64')}`;
    expect((await get('/queues', { authorization: basic })).statusCode).toBe(200);
    const queues = (await get('/queues/api/queues')).json<{
      queues: { name: string; readOnlyMode: boolean }[];
    }>();
    expect(queues.queues.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['runs', 'evaluations', 'imports']),
    );
    expect(queues.queues.every(({ readOnlyMode }) => readOnlyMode)).toBe(true);
  });

  it('is to look at alone', async () => {
    const made = await service.rest<{ id: string; key: string }>(
      'POST',
      '/v1/api-keys',
      { name: 'op', role: 'operator' },
      admin,
    );
    expect((await get('/queues', { authorization: `Bearer ${made.key}` })).statusCode).toBe(403);
    for (const path of ['pause', 'empty', 'obliterate']) {
      const answer = await service.app.inject({
        method: 'PUT',
        url: `/queues/api/queues/runs/${path}`,
        headers: admin,
      });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    }
  });
});

describe('the doctor', () => {
  const examine = async (url: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return await databaseChecks(client, service.dataFolder);
    } finally {
      await client.end();
    }
  };

  it('finds a machine and a store in order', async () => {
    const config = readConfig({ FACTORMINE_DATA: service.dataFolder });
    const findings = [...(await machineChecks(config)), ...(await examine(database.url))];
    expect(findings.filter(({ level }) => level === 'FAIL')).toEqual([]);
    expect(findings.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['node', 'disk', 'migrations', 'workers']),
    );
    expect(existsSync(service.dataFolder)).toBe(true);
  });

  it('says what is wrong and what to do', async () => {
    const empty = new URL(inject('adminUrl'));
    const [, , ...rest] = await examine(empty.href).then((findings) => [null, null, ...findings]);
    expect(rest.find((finding) => finding?.name === 'migrations')).toMatchObject({
      level: 'FAIL',
      remedy: expect.stringContaining('start the service'),
    });
    await withAdmin(database.url, async (client) => {
      await client.query(
        `INSERT INTO imports (id, request, created_at) VALUES (gen_random_uuid(), '{}', now() - interval '2 days')`,
      );
      const findings = await examine(database.url);
      expect(findings.find(({ name }) => name === 'imports')).toMatchObject({ level: 'WARN' });
    });
  });

  it('says which files are gone', async () => {
    const find = async () => (await examine(database.url)).find(({ name }) => name === 'files');
    expect(await find()).toMatchObject({ level: 'OK' });
    await withAdmin(database.url, (client) =>
      client.query(
        `WITH s AS (INSERT INTO series (id, name) VALUES (gen_random_uuid(), 'gone') RETURNING id)
         INSERT INTO imported_values (id, name, description, series_id, source_file, hash, first_day, last_day, day_count,
           symbol_count, cell_count, bytes, created_by, changed_by)
         SELECT gen_random_uuid(), 'roe', '', id, 'roe.csv', 'abc', '2024-01-01', '2024-01-02', 2, 1, 2, 99, 'me', 'me' FROM s`,
      ),
    );
    const found = await find();
    expect(found).toMatchObject({ level: 'FAIL' });
    expect(found!.detail).toContain('imported values roe');
  });

  it('says so where the data folder cannot be written', async () => {
    const file = join(service.dataFolder, 'a-file');
    writeFileSync(file, '');
    const config = readConfig({ FACTORMINE_DATA: join(file, 'none') });
    const findings = await machineChecks(config);
    expect(findings.find(({ name }) => name === 'data folder')).toMatchObject({ level: 'FAIL' });
  });
});
