import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../database/database.ts';
import { requireUuid } from '../paging/ids.ts';
import type { AccessRole } from './access.ts';

/** Channel on which processes hear that keys have changed. */
export const KEYS_CHANGED = 'factormine_keys';

export interface ApiKeyRecord {
  readonly id: string;
  readonly name: string;
  readonly role: AccessRole;
  readonly prefix: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly lastUsedAt: Date | null;
}

export interface LiveKey {
  readonly id: string;
  readonly name: string;
  readonly role: AccessRole;
  readonly hash: Buffer;
  readonly expiresAt: Date | null;
}

const COLUMNS = `id, name, role, prefix, created_by AS "createdBy", created_at AS "createdAt",
  expires_at AS "expiresAt", revoked_at AS "revokedAt", last_used_at AS "lastUsedAt"`;

@Injectable()
export class ApiKeysStore {
  constructor(private readonly database: Database) {}

  async insert(
    key: Pick<ApiKeyRecord, 'id' | 'name' | 'role' | 'prefix' | 'createdBy' | 'expiresAt'> & {
      readonly hash: Buffer;
    },
  ): Promise<ApiKeyRecord> {
    const { rows } = await this.database.pool.query<ApiKeyRecord>(
      `WITH told AS (SELECT pg_notify('${KEYS_CHANGED}', ''))
       INSERT INTO api_keys (id, name, role, hash, prefix, created_by, expires_at)
       SELECT $1, $2, $3, $4, $5, $6, $7 FROM told RETURNING ${COLUMNS}`,
      [key.id, key.name, key.role, key.hash, key.prefix, key.createdBy, key.expiresAt],
    );
    return rows[0]!;
  }

  /** A key that is revoked already stays as it is. @throws Refusal NOT_FOUND */
  async revoke(id: string): Promise<ApiKeyRecord> {
    const { rows } = await this.database.pool.query<ApiKeyRecord>(
      `WITH told AS (SELECT pg_notify('${KEYS_CHANGED}', ''))
       UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) FROM told WHERE id = $1 RETURNING ${COLUMNS}`,
      [requireUuid(id, 'keyId')],
    );
    if (rows[0]) return rows[0];
    throw new Refusal('NOT_FOUND', `key: no key ${id}`, {
      where: 'keyId',
      remedy: 'list the keys to see which there are',
    });
  }

  /** Newest first; there are never many. */
  async list(): Promise<ApiKeyRecord[]> {
    const { rows } = await this.database.pool.query<ApiKeyRecord>(
      `SELECT ${COLUMNS} FROM api_keys ORDER BY id DESC`,
    );
    return rows;
  }

  /** Neither revoked nor expired. */
  async live(): Promise<LiveKey[]> {
    const { rows } = await this.database.pool.query<LiveKey>(
      `SELECT id, name, role, hash, expires_at AS "expiresAt" FROM api_keys
       WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`,
    );
    return rows;
  }

  async used(ids: readonly string[]): Promise<void> {
    await this.database.pool.query('UPDATE api_keys SET last_used_at = now() WHERE id = ANY($1::uuid[])', [
      ids,
    ]);
  }
}
