import { migrate } from '../database/migrate.ts';
import { MIGRATIONS } from '../database/migrations-folder.ts';
import { migrateQueue } from '../queue/migrate-queue.ts';

/**
 * Brings the store's and the queue's tables up to date, each under an advisory lock.
 * @returns names of the store's migrations that were applied now
 */
export async function migrateAll(databaseUrl: string): Promise<readonly string[]> {
  const applied = await migrate(databaseUrl, MIGRATIONS);
  await migrateQueue(databaseUrl);
  return applied;
}
