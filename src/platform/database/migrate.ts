import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { runInTransaction } from './transaction.ts';

/** The lock that Prisma Migrate takes as well, so that the two never work side by side. */
const MIGRATION_LOCK = 72707369;

/** Prisma's own ledger, so that its command line sees what was done. */
const LEDGER = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

type Queryable = Pick<pg.Client, 'query'> | Pick<pg.Pool, 'query'>;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

/**
 * Brings a database up to the migrations of a folder, in the order of their names, under an advisory lock: of
 * two starters one migrates and the other waits, then finds nothing to do. A migration's SQL and its ledger row
 * are one transaction, so a kill in the middle leaves nothing behind and the next start runs it again.
 * @param only those that a backup had, to be made before it is put in; all unless told
 * @returns the names of the migrations that were applied now
 * @throws Error naming the migration that was edited after it was applied, or that a newer program had applied
 */
export async function migrate(
  databaseUrl: string,
  folder: string,
  only?: ReadonlySet<string>,
): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // A connection that breaks fails the query under way; without a listener it would end the process as well.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(LEDGER);
    const migrations = await readMigrations(folder);
    const done = await readLedger(client);
    refuseUnknown(done, migrations);
    const applied: string[] = [];
    for (const migration of migrations) {
      if (isDone(migration, done) || only?.has(migration.name) === false) continue;
      await runInTransaction(client, () => apply(client, migration));
      applied.push(migration.name);
    }
    return applied;
  } finally {
    await client.end(); // releases the lock
  }
}

/** Names of migrations that the database does not have yet; a version that knows fewer than it has none pending. */
export async function pendingMigrations(client: Queryable, folder: string): Promise<string[]> {
  const done = await readLedger(client);
  return (await readMigrations(folder)).map(({ name }) => name).filter((name) => !done.has(name));
}

async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function readLedger(client: Queryable): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    `SELECT migration_name AS name, checksum FROM "_prisma_migrations"
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

/** A database that a newer version has migrated must not be written by this one. */
function refuseUnknown(done: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = [...done.keys()].find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new Error(
      `the database has migration ${unknown}, which this version does not know: start the newer version`,
    );
  }
}

function isDone(migration: Migration, done: ReadonlyMap<string, string>): boolean {
  const checksum = done.get(migration.name);
  if (checksum === undefined) return false;
  if (checksum === migration.checksum) return true;
  throw new Error(
    `migration ${migration.name} was edited after it was applied: restore it and add a new one`,
  );
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query(sql);
  await client.query(
    `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), 1)`,
    [randomUUID(), checksum, name],
  );
}
