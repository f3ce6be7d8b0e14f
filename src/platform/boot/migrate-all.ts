import { fileURLToPath } from 'node:url';
import { migrate } from '../database/migrate.ts';
import { migrateQueue } from '../queue/migrate-queue.ts';

/** The project's `migrations/`, seen from `src` and from `dist` alike. */
export const MIGRATIONS = fileURLToPath(new URL('../../../migrations', import.meta.url));

/**
 * Brings the store's and the queue's tables up to date, each under an advisory lock.
 * @returns names of the store's migrations that were applied now
 */
export async function migrateAll(databaseUrl: string): Promise<readonly string[]> {
  const applied = await migrate(databaseUrl, MIGRATIONS);
  await migrateQueue(databaseUrl);
  return applied;
}
