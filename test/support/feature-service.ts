import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll } from 'vitest';
import { AppModule } from '../../src/app.module.ts';
import { closeService, createApi } from '../../src/platform/boot/service.ts';
import type { Role } from '../../src/platform/config/config.ts';
import { readConfig } from '../../src/platform/config/read-config.ts';
import { createLogger } from '../../src/platform/logging/logger.ts';
import type { TestDatabase } from './test-database.ts';

export interface FeatureService {
  readonly dataFolder: string;
  /** Known from the first hook on. */
  app: NestFastifyApplication;
  /** Answer of a REST route; throws with the problem unless the status is 2xx. */
  rest<T>(
    method: 'GET' | 'POST' | 'PATCH',
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<T>;
  /** Data of a GraphQL operation; throws with the errors if there are any. */
  graphql<T>(query: string, variables?: object): Promise<T>;
}

/**
 * The whole service in this process, on the file's database, not listening. Call after `testDatabase`.
 * @param variables further ones of the environment
 */
export function featureService(
  database: TestDatabase,
  role: Role = 'all',
  variables: Readonly<Record<string, string>> = {},
): FeatureService {
  const dataFolder = mkdtempSync(join(tmpdir(), 'factormine-service-'));
  const service: FeatureService = {
    dataFolder,
    app: undefined as unknown as NestFastifyApplication,
    async rest(method, path, body, headers) {
      const answer = await service.app.inject({ method, url: path, payload: body, headers });
      if (answer.statusCode >= 300) throw new Error(answer.body);
      return answer.json();
    },
    async graphql(query, variables) {
      const answer = await service.app.inject({
        method: 'POST',
        url: '/graphql',
        payload: { query, variables },
      });
      const { data, errors } = answer.json();
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
  };
  beforeAll(async () => {
    const config = readConfig({
      DATABASE_URL: database.url,
      FACTORMINE_DATA: dataFolder,
      FACTORMINE_ROLE: role,
      FACTORMINE_DEMO: 'off',
      FACTORMINE_THREADS: '1',
      LOG_LEVEL: 'warn',
      ...variables,
    });
    service.app = await createApi(AppModule, config, createLogger(config));
    await service.app.init();
    await service.app.getHttpAdapter().getInstance().ready();
  });
  afterAll(async () => {
    await closeService(service.app);
    rmSync(dataFolder, { recursive: true, force: true });
  });
  return service;
}

/** Waits until `look` gives something; fails with the last state after `timeoutMs`. */
export async function until<T>(look: () => Promise<T | null | false>, timeoutMs = 20_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== false) return found;
    if (Date.now() > end) throw new Error(`nothing after ${timeoutMs} ms: ${look.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
