import { randomUUID } from 'node:crypto';
import { afterAll, inject } from 'vitest';
import { withAdmin } from './with-admin.ts';

/** Makes databases without any table for the test file that calls this at its top; they go after its tests. */
export function emptyDatabases(): () => Promise<string> {
  const adminUrl = inject('adminUrl');
  const made: string[] = [];
  afterAll(async () => {
    for (const name of made) {
      await withAdmin(adminUrl, (admin) => admin.query(`DROP DATABASE "${name}" WITH (FORCE)`));
    }
  });
  return async () => {
    const name = `empty_${randomUUID().replaceAll('-', '')}`;
    made.push(name);
    await withAdmin(adminUrl, (admin) => admin.query(`CREATE DATABASE "${name}"`));
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    return url.href;
  };
}
