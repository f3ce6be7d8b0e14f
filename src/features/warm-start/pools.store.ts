import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../../platform/database/database.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';
import type { PoolKind, PoolQueryInput } from './pool.models.ts';

export interface PoolRecord {
  readonly id: string;
  readonly name: string;
  readonly kind: PoolKind;
  /** Null for a LIST. */
  readonly query: PoolQueryInput | null;
  readonly createdAt: Date;
}

export interface PoolMember {
  readonly factorId: string;
  readonly formula: string;
  readonly fields: readonly string[];
}

const COLUMNS = 'id, name, kind, query, created_at AS "createdAt"';

@Injectable()
export class PoolsStore {
  constructor(private readonly database: Database) {}

  /** @throws Refusal ALREADY_EXISTS for a name that is taken */
  async insert(pool: Omit<PoolRecord, 'createdAt'>, factorIds: readonly string[]): Promise<PoolRecord> {
    return this.database.transaction(async (client) => {
      const { rows } = await client.query<PoolRecord>(
        `INSERT INTO warm_start_pools (id, name, kind, query) VALUES ($1, $2, $3, $4)
         ON CONFLICT (name) DO NOTHING RETURNING ${COLUMNS}`,
        [pool.id, pool.name, pool.kind, pool.query && JSON.stringify(pool.query)],
      );
      const created = rows[0] ?? refuseName(pool.name);
      await client.query(
        `INSERT INTO warm_start_pool_members (pool_id, position, factor_id)
         SELECT $1, m.position, m.factor_id FROM unnest($2::uuid[]) WITH ORDINALITY AS m(factor_id, position)`,
        [pool.id, factorIds],
      );
      return created;
    });
  }

  /** @throws Refusal NOT_FOUND */
  async get(id: string): Promise<PoolRecord> {
    const found = await this.database.pool.query<PoolRecord>(
      `SELECT ${COLUMNS} FROM warm_start_pools WHERE id = $1`,
      [requireUuid(id, 'poolId')],
    );
    if (found.rows[0]) return found.rows[0];
    throw new Refusal('NOT_FOUND', `warm-start pool: no pool ${id}`, {
      where: 'poolId',
      remedy: 'list the pools to see which there are',
    });
  }

  /** Newest first. */
  async list(page: PageRequest): Promise<Page<PoolRecord>> {
    const after =
      page.pageToken === null ? null : requireUuid(decodePageToken(page.pageToken, 1)[0]!, 'pageToken');
    const found = await this.database.pool.query<PoolRecord>(
      `SELECT ${COLUMNS} FROM warm_start_pools WHERE ($1::uuid IS NULL OR id < $1) ORDER BY id DESC LIMIT $2`,
      [after, page.pageSize + 1],
    );
    return toPage(found.rows, page.pageSize, (pool) => [pool.id]);
  }

  /** Members of a LIST, in its order. */
  async members(poolId: string): Promise<PoolMember[]> {
    const found = await this.database.pool.query<PoolMember>(
      `SELECT f.id AS "factorId", f.formula, f.fields FROM warm_start_pool_members m
       JOIN factors f ON f.id = m.factor_id WHERE m.pool_id = $1 ORDER BY m.position`,
      [poolId],
    );
    return found.rows;
  }
}

function refuseName(name: string): never {
  throw new Refusal('ALREADY_EXISTS', `warm-start pool: the name "${name}" is taken`, {
    where: 'name',
    remedy: 'choose another name',
  });
}
