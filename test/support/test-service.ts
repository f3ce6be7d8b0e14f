import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll } from 'vitest';
import { AppModule } from '../../src/app.module.ts';
import { closeService, createApi } from '../../src/platform/boot/service.ts';
import { readConfig } from '../../src/platform/config/read-config.ts';
import { createLogger } from '../../src/platform/logging/logger.ts';
import { testDatabase } from './test-database.ts';

export interface TestService {
  /** Known from the first test on. */
  app: NestFastifyApplication;
  /** Address of the listening service. */
  url: string;
  databaseUrl: string;
  graphql(query: string, variables?: object): Promise<{ status: number; body: GraphqlBody }>;
}

export interface GraphqlBody {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

/**
 * The whole service, listening, on a database of its own, for the test file that calls this at its top.
 * @param variables of the environment, on top of: any free port, API only, no demonstration, silent
 */
export function testService(variables: Readonly<Record<string, string>> = {}): TestService {
  const database = testDatabase();
  const service = { databaseUrl: database.url } as TestService;
  beforeAll(async () => {
    const config = readConfig({
      PORT: '0',
      DATABASE_URL: database.url,
      FACTORMINE_ROLE: 'api',
      FACTORMINE_DEMO: 'off',
      LOG_LEVEL: 'silent',
      ...variables,
    });
    service.app = await createApi(AppModule, config, createLogger(config));
    await service.app.listen(0, '127.0.0.1');
    service.url = await service.app.getUrl();
  });
  service.graphql = async (query, graphqlVariables) => {
    const response = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: graphqlVariables }),
    });
    return { status: response.status, body: (await response.json()) as GraphqlBody };
  };
  afterAll(() => closeService(service.app));
  return service;
}
