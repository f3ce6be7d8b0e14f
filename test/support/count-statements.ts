import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';

const inHand = new AsyncLocalStorage<{ count: number }>();
const query = pg.Client.prototype.query;

/** Counts what is sent on any connection of this process on behalf of `work`, whatever else goes on meanwhile. */
export async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const tally = { count: 0 };
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const counted = inHand.getStore();
    if (counted) counted.count += 1;
    return (query as (...args: unknown[]) => unknown).apply(this, args);
  } as typeof query;
  try {
    await inHand.run(tally, work);
    return tally.count;
  } finally {
    pg.Client.prototype.query = query;
  }
}
