import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from '../../src/platform/database/database.ts';

/** Statements that the service's pool is asked for on behalf of `work`, whatever else goes on in the process meanwhile. */
export async function countStatements(database: Database, work: () => Promise<unknown>): Promise<number> {
  const { pool } = database;
  const query = pool.query;
  const inHand = new AsyncLocalStorage<true>();
  let count = 0;
  pool.query = ((...args: Parameters<typeof query>) => {
    if (inHand.getStore()) count += 1;
    return query.apply(pool, args);
  }) as typeof query;
  try {
    await inHand.run(true, work);
    return count;
  } finally {
    pool.query = query;
  }
}
