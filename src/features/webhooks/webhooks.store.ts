import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../../platform/database/database.ts';
import type { EventKind } from '../../platform/events/event.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';
import type { WebhookState } from './webhook.enums.ts';

/** A webhook as everybody may see it: without its secrets. */
export interface WebhookRecord {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly kinds: EventKind[];
  readonly state: WebhookState;
  readonly reason: string | null;
  readonly failingSince: Date | null;
  readonly formerSecretUntil: Date | null;
  readonly createdAt: Date;
}

export type WebhookChanges = Partial<Pick<WebhookRecord, 'name' | 'url' | 'kinds'>>;

const COLUMNS = `id, name, url, kinds, state, reason, failing_since AS "failingSince",
  former_secret_until AS "formerSecretUntil", created_at AS "createdAt"`;

/** Code of Postgres for a unique name that is taken. */
const TAKEN = '23505';

@Injectable()
export class WebhooksStore {
  constructor(private readonly database: Database) {}

  /** @throws Refusal ALREADY_EXISTS for a name that is taken */
  async insert(
    webhook: Pick<WebhookRecord, 'id' | 'name' | 'url' | 'kinds'> & { readonly secret: string },
  ): Promise<WebhookRecord> {
    const { rows } = await this.database.pool.query<WebhookRecord>(
      `INSERT INTO webhooks (id, name, url, kinds, secret) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (name) DO NOTHING RETURNING ${COLUMNS}`,
      [webhook.id, webhook.name, webhook.url, webhook.kinds, webhook.secret],
    );
    return rows[0] ?? refuseName(webhook.name);
  }

  /** @throws Refusal NOT_FOUND */
  async get(id: string): Promise<WebhookRecord> {
    const { rows } = await this.database.pool.query<WebhookRecord>(
      `SELECT ${COLUMNS} FROM webhooks WHERE id = $1`,
      [requireUuid(id, 'webhookId')],
    );
    return rows[0] ?? refuseId(id);
  }

  /** In the order of the ids; null where there is none. */
  async byIds(ids: readonly string[]): Promise<(WebhookRecord | null)[]> {
    const { rows } = await this.database.pool.query<WebhookRecord>(
      `SELECT ${COLUMNS} FROM webhooks WHERE id = ANY($1::uuid[])`,
      [ids],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** Newest first. */
  async list(page: PageRequest): Promise<Page<WebhookRecord>> {
    const after =
      page.pageToken === null ? null : requireUuid(decodePageToken(page.pageToken, 1)[0]!, 'pageToken');
    const { rows } = await this.database.pool.query<WebhookRecord>(
      `SELECT ${COLUMNS} FROM webhooks WHERE ($1::uuid IS NULL OR id < $1) ORDER BY id DESC LIMIT $2`,
      [after, page.pageSize + 1],
    );
    return toPage(rows, page.pageSize, (webhook) => [webhook.id]);
  }

  /** @throws Refusal NOT_FOUND, ALREADY_EXISTS */
  async update(id: string, changes: WebhookChanges): Promise<WebhookRecord> {
    try {
      return await this.change(
        id,
        'name = coalesce($2, name), url = coalesce($3, url), kinds = coalesce($4, kinds)',
        [changes.name ?? null, changes.url ?? null, changes.kinds ?? null],
      );
    } catch (error) {
      if ((error as { code?: unknown }).code === TAKEN) refuseName(changes.name ?? '');
      throw error;
    }
  }

  /** The former secret signs as well until then. @throws Refusal NOT_FOUND */
  rotate(id: string, secret: string, formerUntil: Date): Promise<WebhookRecord> {
    return this.change(id, 'former_secret = secret, former_secret_until = $3, secret = $2', [
      secret,
      formerUntil,
    ]);
  }

  /** @throws Refusal NOT_FOUND */
  pause(id: string): Promise<WebhookRecord> {
    return this.change(id, `state = CASE state WHEN 'ACTIVE' THEN 'PAUSED' ELSE state END`, []);
  }

  /** Told again, of what waits as well, at once. @throws Refusal NOT_FOUND */
  async resume(id: string, now: Date): Promise<WebhookRecord> {
    const resumed = await this.change(id, `state = 'ACTIVE', reason = NULL, failing_since = NULL`, []);
    await this.database.pool.query(
      `UPDATE webhook_deliveries SET next_attempt_at = $2
       WHERE webhook_id = $1 AND state = 'WAITING' AND claim IS NULL AND next_attempt_at > $2`,
      [id, now],
    );
    return resumed;
  }

  /** With its deliveries and their log. @throws Refusal NOT_FOUND */
  async delete(id: string): Promise<WebhookRecord> {
    const { rows } = await this.database.pool.query<WebhookRecord>(
      `DELETE FROM webhooks WHERE id = $1 RETURNING ${COLUMNS}`,
      [requireUuid(id, 'webhookId')],
    );
    return rows[0] ?? refuseId(id);
  }

  /** @param assignments of columns, with parameters from $2 on */
  private async change(id: string, assignments: string, values: readonly unknown[]): Promise<WebhookRecord> {
    const { rows } = await this.database.pool.query<WebhookRecord>(
      `UPDATE webhooks SET ${assignments} WHERE id = $1 RETURNING ${COLUMNS}`,
      [requireUuid(id, 'webhookId'), ...values],
    );
    return rows[0] ?? refuseId(id);
  }
}

function refuseId(id: string): never {
  throw new Refusal('NOT_FOUND', `webhook: no webhook ${id}`, {
    where: 'webhookId',
    remedy: 'list the webhooks to see which there are',
  });
}

function refuseName(name: string): never {
  throw new Refusal('ALREADY_EXISTS', `webhook: the name "${name}" is taken`, {
    where: 'name',
    remedy: 'choose another name',
  });
}
