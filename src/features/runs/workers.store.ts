import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';

/** A process that mines. */
export interface WorkerRecord {
  /** As it stands in the rows of the runs that it owns. */
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly threads: number;
  readonly concurrentRuns: number;
  readonly startedAt: Date;
  readonly seenAt: Date;
  /** Heard of lately. */
  readonly alive: boolean;
  /** Runs that it owns now. */
  readonly runs: number;
}

/** Workers say that they live every few seconds; three times that without a word, and they are taken for gone. */
const ALIVE_SECONDS = 15;
const FORGOTTEN_AFTER = '1 day';

@Injectable()
export class WorkersStore {
  constructor(private readonly database: Database) {}

  /** Says that a worker lives, and forgets those that have been silent for long. */
  async beat(
    worker: Pick<WorkerRecord, 'id' | 'host' | 'pid' | 'threads' | 'concurrentRuns'>,
  ): Promise<void> {
    const { id, host, pid, threads, concurrentRuns } = worker;
    await this.database.pool.query(
      `WITH forgotten AS (DELETE FROM workers WHERE seen_at < now() - interval '${FORGOTTEN_AFTER}')
       INSERT INTO workers (id, host, pid, threads, concurrent_runs) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (id) DO UPDATE SET seen_at = now()`,
      [id, host, pid, threads, concurrentRuns],
    );
  }

  /** A worker that stops says so. */
  async leave(id: string): Promise<void> {
    await this.database.pool.query('DELETE FROM workers WHERE id = $1', [id]);
  }

  /** Last heard of first. */
  async list(): Promise<WorkerRecord[]> {
    const found = await this.database.pool.query<WorkerRecord>(
      `SELECT w.id, w.host, w.pid, w.threads, w.concurrent_runs AS "concurrentRuns", w.started_at AS "startedAt",
         w.seen_at AS "seenAt", w.seen_at > now() - $1 * interval '1 s' AS alive,
         (SELECT count(*)::int FROM runs r WHERE r.state = 'RUNNING' AND r.owner = w.id) AS runs
       FROM workers w ORDER BY w.seen_at DESC, w.id DESC`,
      [ALIVE_SECONDS],
    );
    return found.rows;
  }
}
