import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, inject } from 'vitest';
import { withAdmin } from './with-admin.ts';

export interface TestDatabase {
  /** Known from the first hook on. */
  readonly url: string;
}

/**
 * A migrated, empty database for the test file that calls this at its top, before its own hooks: a clone of the
 * template, dropped after the file's tests.
 */
export function testDatabase(): TestDatabase {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const adminUrl = inject('adminUrl');
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  beforeAll(async () => {
    const fault = inject('templateFault');
    if (fault !== '') throw new Error(`test database: the migrations do not apply: ${fault}`);
    const template = inject('templateDatabase');
    await withAdmin(adminUrl, (admin) => admin.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`));
  });
  afterAll(() =>
    withAdmin(adminUrl, (admin) => admin.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)),
  );
  return { url: url.href };
}
