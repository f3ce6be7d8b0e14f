import { resolve } from 'node:path';
import type { Command } from 'commander';
import { restore } from '../../platform/backup/restore.ts';
import { openDatabaseServer } from '../../platform/boot/database-server.ts';
import { migrateAll } from '../../platform/boot/migrate-all.ts';
import { databaseUrlOf } from '../../platform/config/config.ts';
import { readConfig } from '../../platform/config/read-config.ts';
import { MIGRATIONS } from '../../platform/database/migrations-folder.ts';

export function configure(command: Command): void {
  command.argument('<folder>', 'folder of a backup').action(put);
}

/** Into the database and the data folder of the environment, both empty. */
async function put(folder: string): Promise<void> {
  const server = await openDatabaseServer(readConfig());
  try {
    const databaseUrl = databaseUrlOf(server.config);
    const { dataFolder } = server.config;
    const manifest = await restore({
      databaseUrl,
      dataFolder,
      from: resolve(folder),
      migrations: MIGRATIONS,
    });
    // The queue's own tables are not in a backup.
    await migrateAll(databaseUrl);
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    process.stdout.write(
      `restored what was backed up at ${manifest.takenAt}: ${rows} rows, ${manifest.files.length} files\n`,
    );
  } finally {
    await server.stop();
  }
}
