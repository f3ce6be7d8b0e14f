import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../../../src/platform/database/database.ts';
import { atOneMoment, forgetMoment } from '../../../src/platform/database/moment.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const { url } = testDatabase();
let database: Database;
let reads = 0;

beforeAll(() => {
  database = new Database({ databaseUrl: url, maximumConnections: 4, onIdleError: () => undefined });
});
beforeEach(() => {
  reads = 0;
});
afterAll(() => database.close());

const names = (key = 'names') =>
  database.unchanged.of(key, async () => {
    reads++;
    const { rows } = await database.pool.query<{ name: string }>('SELECT name FROM series ORDER BY name');
    return rows.map(({ name }) => name);
  });
/** A change by another process. */
const add = (name: string) =>
  withAdmin(url, (client) =>
    client.query('INSERT INTO series (id, name) VALUES (gen_random_uuid(), $1)', [name]),
  );

describe('an answer that is kept', () => {
  it('is used again under the same snapshot, by whoever asks', async () => {
    await add('first');
    // One moment: the server's other databases commit as well, and would be seen otherwise.
    await atOneMoment(async () => {
      const before = await names('a');
      for (let time = 0; time < 20; time++) expect(await names('a')).toBe(before);
      await Promise.all(Array.from({ length: 20 }, () => names('a')));
    });
    expect(reads).toBe(1);
  });

  it('is never older than the last commit, whoever committed', async () => {
    for (let time = 0; time < 30; time++) {
      await add(`name ${String(time).padStart(2, '0')}`);
      expect(await names('b')).toContain(`name ${String(time).padStart(2, '0')}`);
    }
  });

  it('is not made older by those who ask at the same time as the change', async () => {
    const writer = (async () => {
      for (let time = 0; time < 40; time++) await add(`side ${time}`);
    })();
    let seen = 0;
    const done = { yes: false };
    void writer.then(() => {
      done.yes = true;
    });
    while (!done.yes) {
      const lists = await Promise.all([names('c'), names('c'), names('d')]);
      const counts = lists.map((list) => list.filter((name) => name.startsWith('side')).length);
      // What was seen once is seen by all who ask later.
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(seen);
      seen = Math.max(...counts);
    }
    await writer;
    expect((await names('c')).filter((name) => name.startsWith('side'))).toHaveLength(40);
  });

  it('is no failure: what was refused is asked again', async () => {
    let time = 0;
    const ask = () =>
      database.unchanged.of('e', async () => {
        time++;
        if (time === 1) throw new Error('not yet');
        return time;
      });
    await expect(ask()).rejects.toThrow('not yet');
    expect(await ask()).toBe(2);
  });

  it('gives way to newer ones where there is no room', async () => {
    const heavy = (key: string) =>
      database.unchanged.of(
        key,
        async () => {
          reads++;
          return key;
        },
        () => 15_000,
      );
    await atOneMoment(async () => {
      await heavy('f');
      await heavy('g');
      await heavy('g');
      expect(reads).toBe(2);
      await heavy('f');
      expect(reads).toBe(3);
    });
  });
});

describe('a request', () => {
  it('is answered as of one moment, and after a change of its own as of another', async () => {
    await atOneMoment(async () => {
      const before = await names('h');
      await add('meanwhile');
      expect(await names('h')).toBe(before);
      forgetMoment();
      expect(await names('h')).toContain('meanwhile');
    });
    expect(await names('h')).toContain('meanwhile');
  });
});
