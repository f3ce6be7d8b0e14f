import 'reflect-metadata';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { printSchema } from 'graphql';
import { AppModule } from './app.module.ts';
import { openDatabaseServer } from './platform/boot/database-server.ts';
import { migrateAll } from './platform/boot/migrate-all.ts';
import { closeService, createApi } from './platform/boot/service.ts';
import { databaseUrlOf } from './platform/config/config.ts';
import { readConfig } from './platform/config/read-config.ts';
import { createOpenApi } from './platform/http/openapi.ts';
import { createLogger } from './platform/logging/logger.ts';

const NOTE = '# Made by `npm run generate` from the resolvers; not to be edited.\n\n';

/** Writes `schema.graphql` and `openapi.json`, asked of a service on a throw-away database, to a folder. */
async function printApi(folder: string): Promise<void> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'factormine-print-'));
  const settings = readConfig({
    FACTORMINE_DATA: dataFolder,
    FACTORMINE_ROLE: 'api',
    FACTORMINE_DEMO: 'off',
    LOG_LEVEL: 'warn',
  });
  const server = await openDatabaseServer(settings, { disposable: true });
  await migrateAll(databaseUrlOf(server.config));
  const app = await createApi(AppModule, server.config, createLogger(settings));
  await app.init();
  const { schema } = app.get(GraphQLSchemaHost);
  writeFileSync(join(folder, 'schema.graphql'), `${NOTE}${printSchema(schema)}\n`);
  writeFileSync(join(folder, 'openapi.json'), `${JSON.stringify(createOpenApi(app), null, 2)}\n`);
  await closeService(app);
  await server.stop();
  rmSync(dataFolder, { recursive: true, force: true });
}

await printApi(process.argv[2] ?? '.');
