import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.ts';

/** A call under the key that its caller gave it. */
export interface KeyedCall {
  readonly caller: string;
  readonly key: string;
  readonly operation: string;
}

export type Standing =
  | { readonly state: 'OURS' }
  | { readonly state: 'UNDER_WAY'; readonly requestHash: string }
  | { readonly state: 'ANSWERED'; readonly requestHash: string; readonly answer: unknown };

/** Answers are kept so long that a night's retries find them. */
const KEPT = '24 hours';
/** A call whose process died is given up after this time, and may be made again. */
const ABANDONED = '2 minutes';

@Injectable()
export class IdempotencyStore {
  constructor(private readonly database: Database) {}

  /** Takes the key for a call, unless it is taken; old ones are cleared away on the way. */
  async claim({ caller, key, operation }: KeyedCall, requestHash: string): Promise<Standing> {
    const { pool } = this.database;
    await pool.query(
      `DELETE FROM idempotency_keys WHERE created_at < now() - interval '${KEPT}'
         OR (caller = $1 AND key = $2 AND operation = $3 AND answered_at IS NULL AND created_at < now() - interval '${ABANDONED}')`,
      [caller, key, operation],
    );
    const claimed = await pool.query(
      `INSERT INTO idempotency_keys (caller, key, operation, request_hash) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [caller, key, operation, requestHash],
    );
    if (claimed.rowCount === 1) return { state: 'OURS' };
    const { rows } = await pool.query<{ requestHash: string; answered: boolean; answer: unknown }>(
      `SELECT request_hash AS "requestHash", answered_at IS NOT NULL AS answered, answer FROM idempotency_keys
       WHERE caller = $1 AND key = $2 AND operation = $3`,
      [caller, key, operation],
    );
    const row = rows[0];
    // It was given back in between: whoever waits asks again.
    if (!row) return { state: 'UNDER_WAY', requestHash };
    const { answered, answer } = row;
    return answered
      ? { state: 'ANSWERED', requestHash: row.requestHash, answer }
      : { state: 'UNDER_WAY', requestHash: row.requestHash };
  }

  async answered({ caller, key, operation }: KeyedCall, answer: unknown): Promise<void> {
    await this.database.pool.query(
      `UPDATE idempotency_keys SET answer = $4, answered_at = now() WHERE caller = $1 AND key = $2 AND operation = $3`,
      [caller, key, operation, JSON.stringify(answer ?? null)],
    );
  }

  /** A call that failed leaves no trace: it may be made again. */
  async giveBack({ caller, key, operation }: KeyedCall): Promise<void> {
    await this.database.pool.query(
      'DELETE FROM idempotency_keys WHERE caller = $1 AND key = $2 AND operation = $3',
      [caller, key, operation],
    );
  }
}
