import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';

export interface StoreFigures {
  readonly runs: readonly { readonly state: string; readonly count: number }[];
  readonly generations: number;
  readonly programs: number;
  readonly programsPerSecond: number;
  readonly workersAlive: number;
  readonly databaseBytes: number;
}

/** A worker says that it lives every 5 seconds. */
const ALIVE_SECONDS = 15;

/** What stands in the store at the moment. */
@Injectable()
export class GaugesStore {
  constructor(private readonly database: Database) {}

  /** Cost: one pass over the runs, however many generations they have. */
  async read(): Promise<StoreFigures> {
    const { pool } = this.database;
    const [runs, sums] = await Promise.all([
      pool.query<{ state: string; count: number }>(
        `SELECT CASE WHEN state = 'RUNNING' AND (lease_expires_at IS NULL OR lease_expires_at < now())
           THEN 'STALLED' ELSE state::text END AS state, count(*)::int AS count FROM runs GROUP BY 1`,
      ),
      pool.query<Omit<StoreFigures, 'runs'>>(
        `SELECT coalesce(sum(generation + 1), 0)::float8 AS generations,
           coalesce(sum(evaluations), 0)::float8 AS programs,
           coalesce(sum(evaluations / nullif(mined_ms, 0) * 1000) FILTER (WHERE state = 'RUNNING'), 0)::float8
             AS "programsPerSecond",
           (SELECT count(*)::int FROM workers WHERE seen_at > now() - $1 * interval '1 s') AS "workersAlive",
           pg_database_size(current_database())::float8 AS "databaseBytes"
         FROM runs`,
        [ALIVE_SECONDS],
      ),
    ]);
    return { runs: runs.rows, ...sums.rows[0]! };
  }

  /** Seconds that a statement takes which reads nothing. */
  async roundTrip(): Promise<number> {
    const startMs = performance.now();
    await this.database.pool.query('SELECT 1');
    return (performance.now() - startMs) / 1000;
  }

  connections(): { readonly open: number; readonly idle: number; readonly waiting: number } {
    const { totalCount, idleCount, waitingCount } = this.database.pool;
    return { open: totalCount, idle: idleCount, waiting: waitingCount };
  }
}
