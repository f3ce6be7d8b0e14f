import 'reflect-metadata';
import { AppModule } from '../app.module.ts';
import { openDatabaseServer } from '../platform/boot/database-server.ts';
import { migrateAll } from '../platform/boot/migrate-all.ts';
import { closeService, createTool } from '../platform/boot/service.ts';
import { databaseUrlOf } from '../platform/config/config.ts';
import { readConfig } from '../platform/config/read-config.ts';
import { createLogger } from '../platform/logging/logger.ts';

/** The parts of the service that a command asks for, by their classes. */
export type ServiceParts = Pick<Awaited<ReturnType<typeof createTool>>, 'get'>;

/**
 * Opens the service's store and parts for one command, here and now, without API and workers, and closes them
 * again. The database is that of DATABASE_URL, or the embedded one, which is started if it does not run.
 */
export async function withService<T>(work: (parts: ServiceParts) => Promise<T>): Promise<T> {
  const settings = readConfig();
  const logger = createLogger({
    ...settings,
    logLevel: settings.logLevel === 'info' ? 'warn' : settings.logLevel,
  });
  const server = await openDatabaseServer(settings);
  try {
    await migrateAll(databaseUrlOf(server.config));
    const parts = await createTool(AppModule, server.config, logger);
    try {
      return await work(parts);
    } finally {
      await closeService(parts);
    }
  } finally {
    await server.stop();
  }
}
