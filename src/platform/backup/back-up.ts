import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { Refusal } from '../../core/outcome/refusal.ts';
import { copyOut } from './copy-streams.ts';
import { dataFiles, readBytes, writeHashed } from './hashed-files.ts';
import { MANIFEST, type Manifest, newManifest } from './manifest.ts';
import { copyTarget, type Table, tablesOf } from './tables.ts';

export interface BackUpOptions {
  readonly databaseUrl: string;
  readonly dataFolder: string;
  /** Made; must be empty where it is there. */
  readonly into: string;
  readonly onProgress?: (what: string) => void;
}

/**
 * Writes the whole store into a folder, while the service may run: all tables as they were in one moment, and the files of
 * the data folder. The manifest comes last: a folder without one is no backup.
 * @throws Refusal ALREADY_EXISTS for a folder that is not empty; what broke, once what was written is removed again
 * Cost: one pass over tables and files; memory stays at some megabytes.
 */
export async function backUp({
  databaseUrl,
  dataFolder,
  into,
  onProgress,
}: BackUpOptions): Promise<Manifest> {
  await requireEmpty(into);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'factormine backup' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const migrations = await migrationsOf(client);
    const tables: Manifest['tables'] = [];
    for (const table of await tablesOf(client)) {
      onProgress?.(table.name);
      tables.push(await writeTable(client, table, into));
    }
    const files: Manifest['files'] = [];
    for (const path of await dataFiles(dataFolder)) {
      onProgress?.(path);
      const written = await writeHashed(readBytes(dataFolder, path), join(into, 'files'), path);
      files.push(written);
    }
    const manifest = newManifest({ takenAt: new Date().toISOString(), migrations, tables, files });
    await writeFile(join(into, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`, { flush: true });
    return manifest;
  } catch (error) {
    await emptyAgain(into);
    throw error;
  } finally {
    await client.end();
  }
}

async function writeTable(
  client: pg.Client,
  table: Table,
  into: string,
): Promise<Manifest['tables'][number]> {
  const { rows } = await client.query<{ rows: string }>(
    `SELECT count(*) AS rows FROM ${pg.escapeIdentifier(table.name)}`,
  );
  const bytes = copyOut(client, `COPY ${copyTarget(table)} TO STDOUT`);
  const file = await writeHashed(bytes, into, `tables/${table.name}.copy.gz`, createGzip({ level: 4 }));
  return { ...table, columns: [...table.columns], rows: Number(rows[0]!.rows), file };
}

async function migrationsOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return rows.map(({ name }) => name);
}

/** So that the same folder may be named once more. */
async function emptyAgain(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

async function requireEmpty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const found = await readdir(folder);
  if (found.length === 0) return;
  throw new Refusal('ALREADY_EXISTS', `backup: ${folder} is not empty`, {
    expected: 'a folder that is empty or not there',
    actual: `${found.length} entries, ${found[0]} among them`,
    where: folder,
    remedy: 'name another folder for each backup, by its day for instance',
  });
}
