import 'reflect-metadata';
import { AppModule } from './app.module.ts';
import { announcement } from './platform/boot/announce.ts';
import { openDatabaseServer } from './platform/boot/database-server.ts';
import { migrateAll } from './platform/boot/migrate-all.ts';
import { closeService, startService } from './platform/boot/service.ts';
import { shutDownOnSignal } from './platform/boot/shutdown.ts';
import { databaseUrlOf } from './platform/config/config.ts';
import { readConfig } from './platform/config/read-config.ts';
import { createLogger } from './platform/logging/logger.ts';

/** Starts this process in its role: API, worker, or both. */
async function main(): Promise<void> {
  const settings = readConfig();
  const logger = createLogger(settings);
  const server = await openDatabaseServer(settings);
  const { config } = server;
  for (const name of await migrateAll(databaseUrlOf(config))) logger.info(`database: applied ${name}`);
  const { app, url } = await startService(AppModule, config, logger);
  const close = async (): Promise<void> => {
    await closeService(app);
    await server.stop();
  };
  shutDownOnSignal(close, logger);
  const startedMs = performance.now();
  process.stdout.write(announcement({ config, url, database: server.description, startedMs }));
}

try {
  await main();
} catch (error) {
  // The environment, the database or a port: the message says which and what to do.
  process.stderr.write(`factormine cannot start: ${(error as Error).message}\n`);
  process.exit(1);
}
