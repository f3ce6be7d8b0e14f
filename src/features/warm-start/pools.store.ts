import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../../platform/database/database.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';
import type { PoolKind } from './pool.models.ts';
import type { PoolDefinition } from './pool-definition.ts';

export interface PoolRecord {
  readonly id: string;
  readonly name: string;
  readonly kind: PoolKind;
  /** Null for a LIST. */
  readonly query: PoolDefinition | null;
  /** Null unless it is a snapshot. */
  readonly snapshotOf: unknown;
  /** Null for a QUERY. */
  readonly size: number | null;
  readonly createdAt: Date;
  readonly changedAt: Date | null;
}

export type NewPool = Pick<PoolRecord, 'id' | 'name' | 'kind' | 'query' | 'snapshotOf'>;

export interface PoolMember {
  readonly factorId: string;
  readonly formula: string;
  readonly fields: readonly string[];
  readonly source: string;
}

/** A factor that is to join a list. */
export interface NewMember {
  readonly factorId: string;
  readonly source: string;
}

const COLUMNS = `p.id, p.name, p.kind, p.query, p.snapshot_of AS "snapshotOf", p.created_at AS "createdAt",
  p.changed_at AS "changedAt", CASE WHEN p.kind = 'LIST' THEN
    (SELECT count(*)::int FROM warm_start_pool_members m WHERE m.pool_id = p.id) END AS size`;

/** Code of Postgres for a unique name that is taken. */
const TAKEN = '23505';

@Injectable()
export class PoolsStore {
  constructor(private readonly database: Database) {}

  /** @throws Refusal ALREADY_EXISTS for a name that is taken */
  async insert(pool: NewPool, members: readonly NewMember[]): Promise<PoolRecord> {
    return this.database.transaction(async (client) => {
      const { rowCount } = await client.query(
        `INSERT INTO warm_start_pools (id, name, kind, query, snapshot_of) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (name) DO NOTHING`,
        [pool.id, pool.name, pool.kind, jsonOf(pool.query), jsonOf(pool.snapshotOf)],
      );
      if (rowCount === 0) refuseName(pool.name);
      await append(client, pool.id, members);
      return find(client, pool.id);
    });
  }

  /** @throws Refusal NOT_FOUND */
  get(id: string): Promise<PoolRecord> {
    return find(this.database.pool, requireUuid(id, 'poolId'));
  }

  /** Newest first. */
  async list(page: PageRequest): Promise<Page<PoolRecord>> {
    const found = await this.database.pool.query<PoolRecord>(
      `SELECT ${COLUMNS} FROM warm_start_pools p WHERE ($1::uuid IS NULL OR p.id < $1) ORDER BY p.id DESC LIMIT $2`,
      [positionOf(page), page.pageSize + 1],
    );
    return toPage(found.rows, page.pageSize, (pool) => [pool.id]);
  }

  /** Members of each of several LISTs, in its order. */
  async membersOf(poolIds: readonly string[]): Promise<PoolMember[][]> {
    const { rows } = await this.database.pool.query<PoolMember & { readonly poolId: string }>(
      `SELECT m.pool_id AS "poolId", f.id AS "factorId", f.formula, f.fields, m.source
       FROM warm_start_pool_members m JOIN factors f ON f.id = m.factor_id
       WHERE m.pool_id = ANY($1::uuid[]) ORDER BY m.pool_id, m.position`,
      [poolIds],
    );
    const byPool = new Map<string, PoolMember[]>(poolIds.map((id) => [id, []]));
    for (const { poolId, ...member } of rows) byPool.get(poolId)?.push(member);
    return poolIds.map((id) => byPool.get(id) ?? []);
  }

  /** Members of a LIST, in its order. */
  async members(poolId: string): Promise<PoolMember[]> {
    const [members] = await this.membersOf([poolId]);
    return members ?? [];
  }

  /** @throws Refusal NOT_FOUND, ALREADY_EXISTS for a name that is taken */
  async update(
    id: string,
    changes: {
      readonly name: string | undefined;
      readonly query: PoolDefinition | undefined;
      readonly removeFactorIds: readonly string[];
    },
  ): Promise<PoolRecord> {
    const { name, query, removeFactorIds } = changes;
    return this.database
      .transaction(async (client) => {
        await client.query(
          `UPDATE warm_start_pools SET name = coalesce($2, name), query = coalesce($3, query), changed_at = now()
           WHERE id = $1`,
          [id, name ?? null, jsonOf(query ?? null)],
        );
        await client.query(
          'DELETE FROM warm_start_pool_members WHERE pool_id = $1 AND factor_id = ANY($2::uuid[])',
          [id, removeFactorIds],
        );
        return find(client, id);
      })
      .catch((error: unknown) => {
        if ((error as { code?: unknown }).code === TAKEN) refuseName(name ?? '');
        throw error;
      });
  }

  /**
   * Appends to a LIST what it does not have, under its row lock.
   * @throws Refusal NOT_FOUND, INVALID_INPUT where it would become longer than `most`
   */
  async push(id: string, members: readonly NewMember[], most: number): Promise<void> {
    await this.database.transaction(async (client) => {
      await client.query('SELECT 1 FROM warm_start_pools WHERE id = $1 FOR UPDATE', [id]);
      const { rows } = await client.query<{ factorId: string }>(
        'SELECT factor_id AS "factorId" FROM warm_start_pool_members WHERE pool_id = $1',
        [id],
      );
      const present = new Set(rows.map(({ factorId }) => factorId));
      const fresh = members.filter(({ factorId }) => !present.has(factorId));
      if (present.size + fresh.length > most) refuseLength(present.size, fresh.length, most);
      await append(client, id, fresh);
      await client.query('UPDATE warm_start_pools SET changed_at = now() WHERE id = $1', [id]);
    });
  }

  /** With its members; what runs took from it is kept with them. @throws Refusal NOT_FOUND */
  async delete(id: string): Promise<PoolRecord> {
    const pool = await this.get(id);
    await this.database.pool.query('DELETE FROM warm_start_pools WHERE id = $1', [id]);
    return pool;
  }
}

const jsonOf = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

const positionOf = (page: PageRequest): string | null =>
  page.pageToken === null ? null : requireUuid(decodePageToken(page.pageToken, 1)[0]!, 'pageToken');

async function find(client: pg.ClientBase | pg.Pool, id: string): Promise<PoolRecord> {
  const { rows } = await client.query<PoolRecord>(
    `SELECT ${COLUMNS} FROM warm_start_pools p WHERE p.id = $1`,
    [id],
  );
  if (rows[0]) return rows[0];
  throw new Refusal('NOT_FOUND', `warm-start pool: no pool ${id}`, {
    where: 'poolId',
    remedy: 'list the pools to see which there are',
  });
}

async function append(client: pg.ClientBase, poolId: string, members: readonly NewMember[]): Promise<void> {
  await client.query(
    `INSERT INTO warm_start_pool_members (pool_id, position, factor_id, source)
     SELECT $1, m.position + coalesce((SELECT max(position) FROM warm_start_pool_members WHERE pool_id = $1), 0),
       m.factor_id, m.source
     FROM unnest($2::uuid[], $3::text[]) WITH ORDINALITY AS m(factor_id, source, position)`,
    [poolId, members.map(({ factorId }) => factorId), members.map(({ source }) => source)],
  );
}

function refuseName(name: string): never {
  throw new Refusal('ALREADY_EXISTS', `warm-start pool: the name "${name}" is taken`, {
    where: 'name',
    remedy: 'choose another name',
  });
}

function refuseLength(present: number, fresh: number, most: number): never {
  throw new Refusal(
    'INVALID_INPUT',
    `warm-start pool: expected at most ${most} programs, got ${present} and ${fresh} more`,
    {
      expected: `at most ${most} programs`,
      actual: String(present + fresh),
      where: 'formulas',
      remedy: 'make several pools; a run may start from more than one',
    },
  );
}
