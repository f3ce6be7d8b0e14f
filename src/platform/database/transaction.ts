import type { ClientBase, Pool, PoolClient } from 'pg';

/** Runs `work` between BEGIN and COMMIT of a connection; whatever it throws rolls all of it back. */
export async function runInTransaction<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // A connection that broke cannot roll back; the server has done so by itself.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Runs `work` in one transaction on a connection of the pool, which is dropped if it broke on the way. */
export async function withTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // Without a listener a connection that dies while checked out would end the process.
  const onError = (error: Error): void => {
    broken = error;
  };
  client.on('error', onError);
  try {
    return await runInTransaction(client, () => work(client));
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
