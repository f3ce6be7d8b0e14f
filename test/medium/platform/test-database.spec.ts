import { expect, test } from 'vitest';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const first = testDatabase();
const second = testDatabase();

test('a test database is migrated and belongs to its caller alone', async () => {
  const seen = await withAdmin(first.url, async (client) => {
    await client.query('CREATE TABLE only_here ()');
    return client.query(
      "SELECT to_regclass('_prisma_migrations') AS ledger, to_regnamespace('bullmq') AS queue",
    );
  });
  expect(seen.rows).toEqual([{ ledger: '_prisma_migrations', queue: 'bullmq' }]);
  const other = await withAdmin(second.url, (client) =>
    client.query("SELECT to_regclass('only_here') AS found"),
  );
  expect(other.rows).toEqual([{ found: null }]);
});
