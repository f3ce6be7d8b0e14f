import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';

/** Any number that no other part of the service locks by. */
const LOCK = 7_310_405_126;

/** A distinct factor that a run judged. */
export interface JudgedFactor {
  readonly formula: string;
  readonly fitness: number;
}

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

  /** Every distinct factor of a run that has a fitness, dead ones too, best first. */
  async judgedFactors(runId: string): Promise<JudgedFactor[]> {
    const found = await this.database.pool.query<JudgedFactor>(
      `SELECT f.formula, max(i.fitness) AS fitness FROM individuals i JOIN factors f ON f.id = i.factor_id
       WHERE i.run_id = $1 AND i.fitness IS NOT NULL GROUP BY f.id ORDER BY fitness DESC, f.id`,
      [runId],
    );
    return found.rows;
  }
}
