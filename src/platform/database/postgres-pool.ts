import pg from 'pg';

// Dates stay `YYYY-MM-DD`: a trading day has no time zone, and a Date object would lend it one.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

export interface PoolOptions {
  readonly databaseUrl: string;
  readonly maximumConnections: number;
  /** Told of connections that break while idle; the pool replaces them. */
  readonly onIdleError: (error: Error) => void;
}

/**
 * A transaction whose process says nothing for so long is rolled back by the server: a process that stands still (stopped,
 * or its machine frozen) would else hold its locks, and its run from every other.
 */
const SILENT_TRANSACTION_MS = 8_000;

/** A pool that survives restarts of the server: idle connections that break are dropped, not thrown. */
export function createPool({ databaseUrl, maximumConnections, onIdleError }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: maximumConnections,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    idle_in_transaction_session_timeout: SILENT_TRANSACTION_MS,
    // Statements that are asked for together travel together; each is still answered in its turn.
    pipeline: true,
    application_name: 'factormine',
  });
  pool.on('error', onIdleError);
  // A connection may also break between its check-out and its first query.
  pool.on('connect', (client) => client.on('error', onIdleError));
  return pool;
}
