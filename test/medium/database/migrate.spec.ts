import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { migrate } from '../../../src/platform/database/migrate.ts';
import { withAdmin } from '../../support/with-admin.ts';

const NAME = `migrate_${process.pid}`;
const FIRST = 'CREATE TABLE one (id INT); INSERT INTO one VALUES (1);';

let url: string;
let folder: string;

beforeEach(async () => {
  const target = new URL(inject('adminUrl'));
  target.pathname = `/${NAME}`;
  url = target.href;
  await withAdmin(inject('adminUrl'), (admin) => admin.query(`CREATE DATABASE ${NAME}`));
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  write('0001_one', FIRST);
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await withAdmin(inject('adminUrl'), (admin) => admin.query(`DROP DATABASE ${NAME} WITH (FORCE)`));
});

function write(name: string, sql: string): void {
  mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, name, 'migration.sql'), sql);
}

const rowsOf = (sql: string): Promise<unknown[]> =>
  withAdmin(url, async (client) => (await client.query(sql)).rows);

test('of starters that race, one migrates and the others find it done', async () => {
  write('0002_two', 'CREATE TABLE two (id INT); SELECT pg_sleep(0.2);');
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(url, folder)));
  expect(applied.filter((names) => names.length > 0)).toEqual([['0001_one', '0002_two']]);
  expect(await rowsOf('SELECT * FROM one')).toEqual([{ id: 1 }]);
});

test('a second start applies what is new, in the order of the names', async () => {
  expect(await migrate(url, folder)).toEqual(['0001_one']);
  write('0010_ten', 'INSERT INTO one VALUES (10)');
  write('0002_two', 'INSERT INTO one VALUES (2)');
  expect(await migrate(url, folder)).toEqual(['0002_two', '0010_ten']);
  expect(await rowsOf('SELECT * FROM one')).toEqual([{ id: 1 }, { id: 2 }, { id: 10 }]);
});

test('a migration that fails leaves nothing behind, and runs again once mended', async () => {
  write('0002_two', 'CREATE TABLE two (id INT); SELECT 1/0;');
  await expect(migrate(url, folder)).rejects.toThrow('division by zero');
  expect(await rowsOf("SELECT to_regclass('one') AS one, to_regclass('two') AS two")).toEqual([
    { one: 'one', two: null },
  ]);
  write('0002_two', 'CREATE TABLE two (id INT);');
  expect(await migrate(url, folder)).toEqual(['0002_two']);
});

test('a starter killed in the middle of a migration leaves nothing behind, nor the lock', async () => {
  write('0002_two', 'CREATE TABLE two (id INT); SELECT pg_sleep(20);');
  const killed = expect(migrate(url, folder)).rejects.toThrow();
  const sleeping = "FROM pg_stat_activity WHERE query LIKE '%pg_sleep(20)%' AND pid <> pg_backend_pid()";
  await expect.poll(() => rowsOf(`SELECT 1 ${sleeping}`)).toHaveLength(1);
  await rowsOf(`SELECT pg_terminate_backend(pid) ${sleeping}`);
  await killed;
  write('0002_two', 'CREATE TABLE two (id INT);');
  expect(await migrate(url, folder)).toEqual(['0002_two']);
});

test('an applied migration that was edited is refused by name', async () => {
  await migrate(url, folder);
  write('0001_one', `${FIRST} -- edited`);
  await expect(migrate(url, folder)).rejects.toThrow('0001_one was edited after it was applied');
});

test('a database of a newer version is refused', async () => {
  write('0002_two', 'CREATE TABLE two (id INT)');
  await migrate(url, folder);
  rmSync(join(folder, '0002_two'), { recursive: true });
  await expect(migrate(url, folder)).rejects.toThrow('0002_two, which this version does not know');
});
