import { resolve } from 'node:path';
import type { Command } from 'commander';
import { backUp } from '../../platform/backup/back-up.ts';
import { openDatabaseServer } from '../../platform/boot/database-server.ts';
import { databaseUrlOf } from '../../platform/config/config.ts';
import { readConfig } from '../../platform/config/read-config.ts';

export function configure(command: Command): void {
  command.argument('<folder>', 'a new folder for this backup').action(backup);
}

/** The service may run meanwhile: all tables are those of one moment. */
async function backup(folder: string): Promise<void> {
  const server = await openDatabaseServer(readConfig());
  try {
    const { dataFolder } = server.config;
    const into = resolve(folder);
    const { tables, files } = await backUp({ databaseUrl: databaseUrlOf(server.config), dataFolder, into });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    const bytes = [...files, ...tables.map((table) => table.file)].reduce((sum, file) => sum + file.bytes, 0);
    const megabytes = (bytes / 2 ** 20).toFixed(1);
    process.stdout.write(
      `${into}: ${rows} rows of ${tables.length} tables, ${files.length} files, ${megabytes} MB\n`,
    );
  } finally {
    await server.stop();
  }
}
