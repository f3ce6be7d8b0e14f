import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Database } from '../../platform/database/database.ts';
import { addDigests } from './digests.store.ts';
import type { RetentionSettings } from './retention-settings.ts';

export interface Pruned {
  readonly runId: string;
  /** That went, or would go. */
  readonly individuals: number;
  /** Generations whose populations are no longer whole lie before this one. */
  readonly beforeGeneration: number;
}

const OVER = `r.state IN ('COMPLETED', 'CANCELLED', 'FAILED') AND r.generation IS NOT NULL
  AND r.finished_at <= now() - $1 * interval '1 day'`;

/**
 * Who may go of run $1: left at least $2 generations before its last, was not born in generation 0 (a resumed run
 * refills from it), is not the best ever, not the first of one of the $3 best factors, and not of a factor that a
 * library, a pool or a night's candidates hold.
 */
const PRUNABLE = `SELECT i.birth_generation, i.slot, i.factor_id FROM individuals i JOIN runs r ON r.id = i.run_id
  WHERE i.run_id = $1 AND i.left_generation <= r.generation - $2 AND i.birth_generation > 0
    AND NOT (i.birth_generation IS NOT DISTINCT FROM r.best_ever_birth AND i.slot IS NOT DISTINCT FROM r.best_ever_slot)
    AND NOT EXISTS (SELECT 1 FROM library_members m WHERE m.factor_id = i.factor_id)
    AND NOT EXISTS (SELECT 1 FROM warm_start_pool_members m WHERE m.factor_id = i.factor_id)
    AND NOT EXISTS (SELECT 1 FROM schedule_candidates c WHERE c.factor_id = i.factor_id)
    AND (i.birth_generation, i.slot) NOT IN (
      SELECT birth_generation, slot FROM (
        SELECT DISTINCT ON (factor_id) birth_generation, slot, fitness FROM individuals
        WHERE run_id = $1 AND fitness IS NOT NULL ORDER BY factor_id, fitness DESC, birth_generation, slot) firsts
      ORDER BY fitness DESC, birth_generation, slot LIMIT $3)`;

/** Individuals of runs that are over, and their going. */
@Injectable()
export class PruningStore {
  constructor(private readonly database: Database) {}

  /** Runs that are over for so long that they may be pruned, oldest first. */
  async candidates({ afterDays }: RetentionSettings): Promise<string[]> {
    const found = await this.database.pool.query<{ id: string }>(
      `SELECT r.id FROM runs r WHERE ${OVER} ORDER BY r.id`,
      [afterDays],
    );
    return found.rows.map(({ id }) => id);
  }

  /** What would go; changes nothing. */
  async preview(runId: string, { keepGenerations, keepBest }: RetentionSettings): Promise<Pruned> {
    const found = await this.database.pool.query<{ individuals: number; beforeGeneration: number }>(
      `SELECT (SELECT count(*)::int FROM (${PRUNABLE}) p) AS individuals,
         greatest(0, generation - $2)::int AS "beforeGeneration" FROM runs WHERE id = $1`,
      [runId, keepGenerations, keepBest],
    );
    return { runId, ...(found.rows[0] ?? { individuals: 0, beforeGeneration: 0 }) };
  }

  /**
   * One transaction: digests of every generation first, then the going of individuals, with the tier scores and sketches
   * of factors that no run and no list holds any more.
   * @returns null where the run is not over for long enough (any more)
   */
  prune(runId: string, settings: RetentionSettings): Promise<Pruned | null> {
    return this.database.transaction(async (client) => {
      const held = await client.query<{ generation: number }>(
        `SELECT r.generation FROM runs r WHERE ${OVER} AND r.id = $2 FOR NO KEY UPDATE`,
        [settings.afterDays, runId],
      );
      const run = held.rows[0];
      if (run === undefined) return null;
      await addDigests(client, runId, run.generation);
      const gone = await client.query<{ factorId: string }>(
        `DELETE FROM individuals i USING (${PRUNABLE}) p
         WHERE i.run_id = $1 AND i.birth_generation = p.birth_generation AND i.slot = p.slot
         RETURNING i.factor_id AS "factorId"`,
        [runId, settings.keepGenerations, settings.keepBest],
      );
      const individuals = gone.rowCount ?? 0;
      const beforeGeneration = Math.max(0, run.generation - settings.keepGenerations);
      if (individuals > 0) {
        await forget(client, [...new Set(gone.rows.map(({ factorId }) => factorId))]);
        await client.query(
          `INSERT INTO run_prunings (run_id, before_generation, individuals) VALUES ($1, $2, $3)
           ON CONFLICT (run_id) DO UPDATE SET pruned_at = now(), individuals = run_prunings.individuals + $3,
             before_generation = greatest(run_prunings.before_generation, $2)`,
          [runId, beforeGeneration, individuals],
        );
      }
      return { runId, individuals, beforeGeneration };
    });
  }
}

/** Both are made anew when they are needed. */
async function forget(client: PoolClient, factorIds: readonly string[]): Promise<void> {
  const UNHELD = `SELECT id FROM unnest($1::uuid[]) AS gone(id)
    WHERE NOT EXISTS (SELECT 1 FROM individuals i WHERE i.factor_id = id)
      AND NOT EXISTS (SELECT 1 FROM library_members m WHERE m.factor_id = id)
      AND NOT EXISTS (SELECT 1 FROM warm_start_pool_members m WHERE m.factor_id = id)`;
  await client.query(
    `DELETE FROM tier_scores t USING (${UNHELD}) u, evaluation_keys k WHERE t.key_id = k.id AND t.factor_id = u.id`,
    [factorIds],
  );
  await client.query(`DELETE FROM sketches s USING (${UNHELD}) u WHERE s.factor_id = u.id`, [factorIds]);
}
