import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrateAll } from '../../src/platform/boot/migrate-all.ts';
import { build, startPostgres } from './project-scripts.ts';
import { withAdmin } from './with-admin.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Server whose user may make databases. */
    adminUrl: string;
    /** Migrated database that each test file clones. */
    templateDatabase: string;
    /** Why there is no template; empty when there is one. */
    templateFault: string;
  }
}

/** Threads and child processes of the tests run what is compiled. */
async function buildOrWarn(): Promise<void> {
  try {
    await build();
  } catch (error) {
    console.error(`test setup: ${(error as Error).message}; tests that start processes use the older build`);
  }
}

async function startServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env.DATABASE_URL_TEST;
  if (given) return { url: given, stop: async () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'factormine-test-'));
  return startPostgres({ folder, durable: false, disposable: true });
}

/** Tests without a database must run although the migrations are broken, so the fault is handed on. */
async function makeTemplate(adminUrl: string, name: string): Promise<string> {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  try {
    await withAdmin(adminUrl, (admin) => admin.query(`CREATE DATABASE "${name}"`));
    await migrateAll(url.href);
    return '';
  } catch (error) {
    return String(error);
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await buildOrWarn();
  const server = await startServer();
  const templateDatabase = `template_${randomUUID().replaceAll('-', '')}`;
  project.provide('adminUrl', server.url);
  project.provide('templateDatabase', templateDatabase);
  project.provide('templateFault', await makeTemplate(server.url, templateDatabase));
  return async () => {
    await withAdmin(server.url, (admin) => admin.query(`DROP DATABASE IF EXISTS "${templateDatabase}"`));
    await server.stop();
  };
}
