import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { Refusal } from '../../core/outcome/refusal.ts';
import { migrate } from '../database/migrate.ts';
import { runInTransaction } from '../database/transaction.ts';
import { copyIn } from './copy-streams.ts';
import { dataFiles, readBytes, verifyFile, writeHashed } from './hashed-files.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { copyTarget, setSequences } from './tables.ts';

export interface RestoreOptions {
  readonly databaseUrl: string;
  readonly dataFolder: string;
  /** Folder of a backup. */
  readonly from: string;
  /** The project's migrations. */
  readonly migrations: string;
  readonly onProgress?: (what: string) => void;
}

/**
 * Puts a backup into an empty database and an empty data folder. Everything is verified first; the tables are one
 * transaction, made as they were when the backup was taken and then brought up to date.
 * @throws Refusal FILE_NOT_FOUND, FILE_UNREADABLE for a damaged backup, CONFLICT where something is there already or the backup
 *   is of a newer version
 */
export async function restore(options: RestoreOptions): Promise<Manifest> {
  const { databaseUrl, dataFolder, from, migrations, onProgress } = options;
  const manifest = await readManifest(from);
  await requireKnown(manifest, migrations);
  await requireNoFiles(dataFolder);
  await requireNoTables(databaseUrl);
  for (const file of manifest.tables.map((table) => table.file)) await verifyFile(from, file);
  for (const file of manifest.files) await verifyFile(join(from, 'files'), file);
  await migrate(databaseUrl, migrations, new Set(manifest.migrations));
  for (const { path } of manifest.files) {
    onProgress?.(path);
    await writeHashed(readBytes(join(from, 'files'), path), dataFolder, path);
  }
  await fillTables(databaseUrl, manifest, from, onProgress);
  await migrate(databaseUrl, migrations);
  return manifest;
}

async function fillTables(
  databaseUrl: string,
  { tables }: Manifest,
  from: string,
  onProgress: RestoreOptions['onProgress'],
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'factormine restore' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await runInTransaction(client, async () => {
      // What a migration puts in of itself is in the backup as well.
      await client.query(`TRUNCATE ${tables.map(({ name }) => pg.escapeIdentifier(name)).join(', ')}`);
      for (const table of tables) {
        onProgress?.(table.name);
        const gunzip = createGunzip();
        void feed(readBytes(from, table.file.path), gunzip);
        await copyIn(client, `COPY ${copyTarget(table)} FROM STDIN`, gunzip as AsyncIterable<Buffer>);
        await requireRows(client, table);
      }
      await setSequences(client);
    });
    await client.query('ANALYZE');
  } finally {
    await client.end();
  }
}

async function feed(source: AsyncIterable<Buffer>, into: ReturnType<typeof createGunzip>): Promise<void> {
  try {
    for await (const chunk of source) {
      if (!into.write(chunk)) await new Promise((resolve) => into.once('drain', resolve));
    }
    into.end();
  } catch (error) {
    into.destroy(error as Error);
  }
}

async function requireRows(client: pg.Client, { name, rows }: Manifest['tables'][number]): Promise<void> {
  const found = await client.query<{ rows: string }>(
    `SELECT count(*) AS rows FROM ${pg.escapeIdentifier(name)}`,
  );
  if (Number(found.rows[0]!.rows) === rows) return;
  throw new Refusal('FILE_UNREADABLE', `backup: table ${name} does not have all its rows`, {
    expected: `${rows} rows`,
    actual: `${found.rows[0]!.rows} rows`,
    where: name,
    remedy: 'take another backup; nothing was restored',
  });
}

async function requireKnown({ migrations }: Manifest, folder: string): Promise<void> {
  const known = new Set(await readdir(folder));
  const unknown = migrations.find((name) => !known.has(name));
  if (unknown === undefined) return;
  throw new Refusal(
    'CONFLICT',
    `restore: the backup has migration ${unknown}, which this version does not know`,
    {
      expected: 'a backup of this version or an older one',
      actual: unknown,
      remedy: 'restore with the version that took the backup, or a newer one',
    },
  );
}

async function requireNoFiles(dataFolder: string): Promise<void> {
  const [found] = await dataFiles(dataFolder);
  if (found === undefined) return;
  throw new Refusal('CONFLICT', `restore: the data folder is not empty: ${found}`, {
    expected: 'a data folder without datasets',
    actual: found,
    where: dataFolder,
    remedy: 'set FACTORMINE_DATA to an empty folder',
  });
}

async function requireNoTables(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LIMIT 1`,
    );
    if (rows[0]) throw databaseInUse(rows[0].name);
  } finally {
    await client.end();
  }
}

const databaseInUse = (table: string): Refusal =>
  new Refusal('CONFLICT', `restore: the database is not empty: it has the table ${table}`, {
    expected: 'a database without tables',
    actual: table,
    remedy: 'name a new database in DATABASE_URL, or a new data folder for the embedded one',
  });
