import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';

/** Any number that no other part of the service locks by. */
const LOCK = 7_310_405_126;

@Injectable()
export class DemoStore {
  constructor(private readonly database: Database) {}

  /** Whether the store is as new, or has only come as far as a demonstration that was interrupted. */
  async isFirstStart(demoSeries: string): Promise<boolean> {
    const found = await this.database.pool.query<{ first: boolean }>(
      `SELECT NOT EXISTS (SELECT 1 FROM runs)
         AND NOT EXISTS (SELECT 1 FROM imports)
         AND NOT EXISTS (SELECT 1 FROM datasets d JOIN series s ON s.id = d.series_id WHERE s.name <> $1) AS first`,
      [demoSeries],
    );
    return found.rows[0]!.first;
  }

  /** Runs `work` while no other process does; without waiting, does nothing where one does. */
  async alone(work: () => Promise<void>): Promise<void> {
    await this.database.transaction(async (client) => {
      const locked = await client.query<{ locked: boolean }>(
        'SELECT pg_try_advisory_xact_lock($1) AS locked',
        [LOCK],
      );
      if (locked.rows[0]!.locked) await work();
    });
  }
}
