import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isConnectionLoss } from '../../../src/platform/database/connection-loss.ts';
import { Database } from '../../../src/platform/database/database.ts';
import { Notifications } from '../../../src/platform/database/notifications.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const { url } = testDatabase();
const broken: Error[] = [];
let database: Database;

beforeAll(() => {
  database = new Database({
    databaseUrl: url,
    maximumConnections: 4,
    onIdleError: (error) => broken.push(error),
  });
});
afterAll(() => database.close());

/** What a restart of the server does to everybody who is connected. */
const killConnections = (): Promise<unknown> =>
  withAdmin(url, (client) =>
    client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`),
  );

const SLEEPERS = "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(20)%'";

const seriesNames = async (): Promise<string[]> =>
  (await database.prisma.series.findMany({ orderBy: { name: 'asc' } })).map((series) => series.name);

const insert = (name: string): [string, string[]] => [
  'INSERT INTO series (id, name) VALUES (gen_random_uuid(), $1)',
  [name],
];

describe('Database', () => {
  it('commits what a transaction did, and rolls back all of one that throws', async () => {
    await database.transaction((client) => client.query(...insert('kept')));
    const failed = database.transaction(async (client) => {
      await client.query(...insert('lost'));
      throw new Error('changed my mind');
    });
    await expect(failed).rejects.toThrow('changed my mind');
    expect(await seriesNames()).toEqual(['kept']);
  });

  it('outlives the loss of idle connections', async () => {
    await database.pool.query('SELECT 1');
    await seriesNames();
    await killConnections();
    await expect.poll(() => broken.length).toBeGreaterThan(0);
    // A connection that is taken before its end was noticed fails once and is replaced.
    await expect.poll(async () => (await database.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await expect.poll(seriesNames).toEqual(['kept']);
  });

  it('says of a lost connection, raw or by Prisma, that it was lost, and of a fault that it was none', async () => {
    const sleeping = [
      database.pool.query('SELECT pg_sleep(20)'),
      database.transaction((client) => client.query('SELECT pg_sleep(20)')),
      database.prisma.$queryRaw`SELECT pg_sleep(20)::text`,
    ];
    const ended = Promise.allSettled(sleeping);
    await expect
      .poll(() => withAdmin(url, async (client) => (await client.query(SLEEPERS)).rowCount))
      .toBe(sleeping.length);
    await killConnections();
    for (const one of await ended) {
      expect(one).toMatchObject({ status: 'rejected', reason: expect.toSatisfy(isConnectionLoss) });
    }
    const fault = await database.prisma.$queryRaw`SELECT 1/0`.catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(Error);
    expect(isConnectionLoss(fault)).toBe(false);
  });

  it('fails, and no more than that, when its connection is lost in a transaction', async () => {
    const failed = database.transaction(async (client) => {
      await client.query(...insert('half'));
      await killConnections();
      await client.query('SELECT 1');
    });
    await expect(failed).rejects.toSatisfy(isConnectionLoss);
    expect((await database.pool.query("SELECT 1 FROM series WHERE name = 'half'")).rows).toEqual([]);
  });

  it('answers statements that travel together in their order, and rolls all back where one of them fails', async () => {
    const together = database.transaction((client) =>
      Promise.all([
        client.query(...insert('first')),
        client.query('SELECT 1/0'),
        client.query(...insert('behind the fault')),
      ]),
    );
    // The fault itself, not what the server says of the statements behind it.
    await expect(together).rejects.toThrow('division by zero');
    expect(await seriesNames()).toEqual(['kept']);
    const names = await database.transaction(async (client) => {
      const answers = await Promise.all([1, 2, 3].map((n) => client.query('SELECT $1::int AS n', [n])));
      return answers.map(({ rows }) => rows[0].n);
    });
    expect(names).toEqual([1, 2, 3]);
  });

  it('gives connections back after transactions that failed', async () => {
    for (let attempt = 0; attempt < 20; attempt++) {
      await database.transaction((client) => client.query('SELECT 1/0')).catch(() => undefined);
    }
    expect(database.pool.totalCount - database.pool.idleCount).toBe(0);
  });

  it('reads a day as its own text, whatever the time zone of the process', async () => {
    const { rows } = await database.pool.query("SELECT '2019-01-01'::date AS day");
    expect(rows).toEqual([{ day: '2019-01-01' }]);
  });
});

describe('Notifications', () => {
  it('reach another process, also after both were cut off', async () => {
    const lost: Error[] = [];
    const options = { databaseUrl: url, onLost: (error: Error) => void lost.push(error) };
    const [here, there] = [new Notifications(options), new Notifications(options)];
    await Promise.all([here.start(), there.start()]);
    const heard: string[] = [];
    // Sent until heard: the server takes note of a listener a moment after `subscribe`.
    const sentAndHeard = async (payload: string): Promise<boolean> => {
      await here.notify('progress', payload);
      return heard.includes(payload);
    };
    const stop = there.subscribe('progress', (payload) => heard.push(payload));
    there.subscribe('other', (payload) => heard.push(`other: ${payload}`));
    await expect.poll(() => sentAndHeard('first')).toBe(true);

    await killConnections();
    await expect.poll(() => lost.length).toBeGreaterThan(1);
    await expect.poll(() => sentAndHeard('again')).toBe(true);

    stop();
    await here.notify('progress', 'unheard');
    await here.notify('other', 'end');
    await expect.poll(() => heard.at(-1)).toBe('other: end');
    expect(heard).not.toContain('unheard');
    await Promise.all([here.close(), there.close()]);
  });

  it('refuse a message that Postgres would not carry', async () => {
    const notifications = new Notifications({ databaseUrl: url, onLost: () => undefined });
    await expect(notifications.notify('progress', 'x'.repeat(8000))).rejects.toThrow('at most 7900 bytes');
    await notifications.close();
  });
});
