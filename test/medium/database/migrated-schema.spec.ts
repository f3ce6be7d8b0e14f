import { expect, test } from 'vitest';
import { schemaDifference } from '../../support/schema-difference.ts';
import { testDatabase } from '../../support/test-database.ts';
import { withAdmin } from '../../support/with-admin.ts';

const { url } = testDatabase();

test('the migrations make the tables, columns, keys and indexes that schema.prisma describes', async () => {
  expect(await schemaDifference(url)).toBe('');
});

test('what the two may differ in is seen', async () => {
  await withAdmin(url, (client) =>
    client.query(`ALTER TABLE factors ALTER COLUMN size DROP NOT NULL, ADD COLUMN extra TEXT;
      ALTER TABLE lineage DROP CONSTRAINT lineage_child_id_fkey;
      DROP INDEX factors_hash_key, lineage_child_id_parent_id_idx`),
  );
  const difference = await schemaDifference(url);
  for (const statement of [
    'ALTER COLUMN "size" SET NOT NULL',
    'DROP COLUMN "extra"',
    'ADD CONSTRAINT "lineage_child_id_fkey"',
    'CREATE UNIQUE INDEX "factors_hash_key"',
    'CREATE INDEX "lineage_child_id_parent_id_idx"',
  ]) {
    expect(difference).toContain(statement);
  }
});
