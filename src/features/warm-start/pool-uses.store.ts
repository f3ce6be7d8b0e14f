import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';

/** A run that started from a pool. */
export interface PoolUse {
  readonly runId: string;
  readonly name: string | null;
  readonly programs: number;
  readonly createdAt: Date;
}

export interface PoolScheduleUse {
  readonly scheduleId: string;
  readonly name: string;
}

/** Runs that started from one of several pools. */
export interface UsesOf {
  readonly poolId: string;
  readonly page: PageRequest;
}

/** A factor that a source offers. */
export interface OfferedFactor {
  readonly factorId: string;
  readonly formula: string;
  readonly fields: readonly string[];
}

/** Who uses a pool, and what others offer to it. */
@Injectable()
export class PoolUsesStore {
  constructor(private readonly database: Database) {}

  /** Runs that took programs from each of several pools, newest first: they say so themselves. The page is the first's. */
  async runs(wishes: readonly UsesOf[]): Promise<Page<PoolUse>[]> {
    const [{ page }] = wishes as [UsesOf];
    const after =
      page.pageToken === null ? null : requireUuid(decodePageToken(page.pageToken, 1)[0]!, 'pageToken');
    const { rows } = await this.database.pool.query<PoolUse & { readonly poolId: string }>(
      `SELECT p.id AS "poolId", r.* FROM unnest($1::uuid[]) AS p(id) CROSS JOIN LATERAL (
         SELECT id AS "runId", name, created_at AS "createdAt",
           (SELECT count(*)::int FROM jsonb_array_elements(warm_start) w WHERE w ->> 'source' = 'pool:' || p.id) AS programs
         FROM runs WHERE warm_start @> jsonb_build_array(jsonb_build_object('source', 'pool:' || p.id))
           AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3) r`,
      [wishes.map(({ poolId }) => poolId), after, page.pageSize + 1],
    );
    return wishes.map((wish) =>
      toPage(
        rows.filter(({ poolId }) => poolId === wish.poolId),
        page.pageSize,
        ({ runId }) => [runId],
      ),
    );
  }

  /** Schedules whose template names each of several pools, newest first. */
  async schedules(poolIds: readonly string[]): Promise<PoolScheduleUse[][]> {
    const { rows } = await this.database.pool.query<PoolScheduleUse & { readonly poolId: string }>(
      `SELECT p.id AS "poolId", s.id AS "scheduleId", s.name FROM unnest($1::text[]) AS p(id)
       JOIN schedules s ON s.template @> jsonb_build_object('warmStart',
         jsonb_build_object('pools', jsonb_build_array(jsonb_build_object('poolId', p.id))))
       ORDER BY s.id DESC`,
      [poolIds],
    );
    return poolIds.map((id) => rows.filter(({ poolId }) => poolId === id));
  }

  /** Present members of a library, the newest first. */
  async membersOf(libraryId: string, limit: number): Promise<OfferedFactor[]> {
    const { rows } = await this.database.pool.query<OfferedFactor>(
      `SELECT f.id AS "factorId", f.formula, f.fields FROM library_members m JOIN factors f ON f.id = m.factor_id
       WHERE m.library_id = $1 AND m.retired_at IS NULL ORDER BY m.id DESC LIMIT $2`,
      [requireUuid(libraryId, 'libraryId'), limit],
    );
    return rows;
  }

  async hasLibrary(libraryId: string): Promise<boolean> {
    const { rows } = await this.database.pool.query('SELECT 1 FROM libraries WHERE id = $1', [
      requireUuid(libraryId, 'libraryId'),
    ]);
    return rows.length > 0;
  }

  async hasRun(runId: string): Promise<boolean> {
    const { rows } = await this.database.pool.query('SELECT 1 FROM runs WHERE id = $1', [
      requireUuid(runId, 'runId'),
    ]);
    return rows.length > 0;
  }
}
