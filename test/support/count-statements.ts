import type { Database } from '../../src/platform/database/database.ts';

/** Statements that the service's pool is asked for while `work` runs; nothing else may ask meanwhile. */
export async function countStatements(database: Database, work: () => Promise<unknown>): Promise<number> {
  const { pool } = database;
  const query = pool.query;
  let count = 0;
  pool.query = ((...args: Parameters<typeof query>) => {
    count += 1;
    return query.apply(pool, args);
  }) as typeof query;
  try {
    await work();
    return count;
  } finally {
    pool.query = query;
  }
}
