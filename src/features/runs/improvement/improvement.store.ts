import { Injectable } from '@nestjs/common';
import { Database } from '../../../platform/database/database.ts';

/** A birth within a run. */
export interface FamilyBirth {
  readonly childId: string;
  readonly parentId: string;
  readonly generation: number;
  readonly mutation: string;
  readonly before: string;
  readonly after: string;
}

/** Births of a family that are read at most; beyond, the earliest are. */
const MOST_BIRTHS = 100_000;

/** Descendants of a factor within one run. */
@Injectable()
export class ImprovementStore {
  constructor(private readonly database: Database) {}

  /** Of many births of one child by one parent the first; earliest first. */
  async family(runId: string, factorId: string): Promise<FamilyBirth[]> {
    const found = await this.database.pool.query<FamilyBirth>(
      `WITH RECURSIVE family AS (
         SELECT $2::uuid AS id
         UNION SELECT l.child_id FROM lineage l JOIN family f ON l.parent_id = f.id WHERE l.run_id = $1)
       SELECT * FROM (SELECT DISTINCT ON (l.parent_id, l.child_id) l.child_id AS "childId", l.parent_id AS "parentId",
           l.generation, l.slot, l.mutation, l.before, l.after
         FROM lineage l JOIN family f ON f.id = l.parent_id
         WHERE l.run_id = $1 AND l.child_id <> l.parent_id
         ORDER BY l.parent_id, l.child_id, l.generation, l.slot) births
       ORDER BY generation, slot LIMIT ${MOST_BIRTHS}`,
      [runId, factorId],
    );
    return found.rows;
  }

  /** The fittest of these in the run; null where none has a fitness. */
  async fittest(runId: string, factorIds: readonly string[]): Promise<string | null> {
    const found = await this.database.pool.query<{ id: string }>(
      `SELECT factor_id AS id FROM individuals
       WHERE run_id = $1 AND factor_id = ANY($2::uuid[]) AND fitness IS NOT NULL
       ORDER BY fitness DESC, factor_id LIMIT 1`,
      [runId, factorIds],
    );
    return found.rows[0]?.id ?? null;
  }
}
