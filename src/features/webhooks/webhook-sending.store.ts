import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { Database } from '../../platform/database/database.ts';
import type { EventKind } from '../../platform/events/event.ts';
import type { SentWebhook } from './send-webhook.ts';

/** A delivery that one sender has claimed, with all that it needs to send it. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly claim: string;
  readonly webhookId: string;
  readonly url: string;
  /** The present secret, and the former one while it still signs. */
  readonly secrets: string[];
  readonly attempts: number;
  readonly giveUpAt: Date;
  readonly eventId: string;
  readonly kind: EventKind;
  readonly subjectId: string;
  readonly detail: unknown;
  readonly at: Date;
}

/** What is to become of a delivery and its webhook after an attempt. */
export interface AfterAttempt {
  readonly state: 'WAITING' | 'DELIVERED' | 'GIVEN_UP';
  /** For WAITING. */
  readonly nextAttemptAt: Date;
  /** Why the webhook is disabled when it has failed since before `disableBefore`; null = it is not. */
  readonly disable: { readonly reason: string; readonly failingBefore: Date } | null;
}

const EVENTS_A_ROUND = 200;
const FINISHED_A_SWEEP = 5_000;

/** Deliveries as those see them who send. Times are the caller's, so that tests have a clock of their own. */
@Injectable()
export class WebhookSendingStore {
  constructor(private readonly database: Database) {}

  /**
   * Writes a delivery for each new event and each webhook that wants its kind; each event is dealt with once, however
   * many processes try.
   * @returns events that were dealt with: as many as a round takes means that there may be more
   */
  async fanOut(now: Date, giveUpAt: Date): Promise<{ readonly events: number; readonly full: boolean }> {
    return this.database.transaction(async (client) => {
      const untold = await client.query<{ id: string }>(
        `SELECT id FROM events WHERE told_at IS NULL ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED`,
        [EVENTS_A_ROUND],
      );
      const ids = untold.rows.map(({ id }) => id);
      if (ids.length === 0) return { events: 0, full: false };
      const wanted = await client.query<{ webhookId: string; eventId: string }>(
        `SELECT w.id AS "webhookId", e.id AS "eventId" FROM events e
         JOIN webhooks w ON e.kind = ANY(w.kinds) AND w.created_at <= e.at
         WHERE e.id = ANY($1::uuid[]) ORDER BY e.id, w.id`,
        [ids],
      );
      await insertDeliveries(client, wanted.rows, { now, giveUpAt });
      await client.query('UPDATE events SET told_at = $2 WHERE id = ANY($1::uuid[])', [ids, now]);
      return { events: ids.length, full: ids.length === EVENTS_A_ROUND };
    });
  }

  /** An event for one webhook alone, with its delivery. @returns the delivery's id */
  async ping(
    webhook: { readonly id: string; readonly name: string },
    now: Date,
    giveUpAt: Date,
  ): Promise<string> {
    return this.database.transaction(async (client) => {
      const eventId = uuidv7();
      await client.query(
        `INSERT INTO events (id, kind, subject_id, detail, once, at, told_at) VALUES ($1, 'PING', $2, $3, $4, $5, $5)`,
        [eventId, webhook.id, JSON.stringify({ webhook: webhook.name }), `ping:${eventId}`, now],
      );
      const [id] = await insertDeliveries(client, [{ webhookId: webhook.id, eventId }], { now, giveUpAt });
      return id!;
    });
  }

  /**
   * Claims deliveries that are due, the longest due first: until `claimedUntil` nobody else sends them; after it, whoever claimed them has died.
   * @param busy webhooks that are at their limit of deliveries under way
   */
  async claim(wish: {
    readonly now: Date;
    readonly claimedUntil: Date;
    readonly most: number;
    readonly mostOfOne: number;
    readonly busy: readonly string[];
  }): Promise<ClaimedDelivery[]> {
    const { rows } = await this.database.pool.query<ClaimedDelivery>(
      `WITH due AS (
         SELECT d.id FROM webhooks w CROSS JOIN LATERAL (
           SELECT id, next_attempt_at FROM webhook_deliveries
           WHERE webhook_id = w.id AND state = 'WAITING' AND next_attempt_at <= $1
           ORDER BY next_attempt_at, id LIMIT $4 FOR UPDATE SKIP LOCKED
         ) d WHERE w.state = 'ACTIVE' AND w.id <> ALL($5::uuid[])
         ORDER BY d.next_attempt_at, d.id LIMIT $3
       ), claimed AS (
         UPDATE webhook_deliveries SET claim = $6, next_attempt_at = $2 WHERE id IN (SELECT id FROM due)
         RETURNING id, claim, webhook_id, event_id, attempts, give_up_at
       )
       SELECT d.id, d.claim, d.webhook_id AS "webhookId", d.event_id AS "eventId", d.attempts,
         d.give_up_at AS "giveUpAt", w.url,
         CASE WHEN w.former_secret_until > $1 THEN ARRAY[w.secret, w.former_secret] ELSE ARRAY[w.secret] END AS secrets,
         e.kind, e.subject_id AS "subjectId", e.detail, e.at
       FROM claimed d JOIN webhooks w ON w.id = d.webhook_id JOIN events e ON e.id = d.event_id ORDER BY d.id`,
      [wish.now, wish.claimedUntil, wish.most, wish.mostOfOne, wish.busy, uuidv7()],
    );
    return rows;
  }

  /** Writes down how an attempt went; nothing where the claim has passed to another meanwhile. */
  async record(
    { id, claim, webhookId }: Pick<ClaimedDelivery, 'id' | 'claim' | 'webhookId'>,
    sent: SentWebhook & { readonly at: Date },
    after: AfterAttempt,
  ): Promise<void> {
    await this.database.transaction(async (client) => {
      const { rows } = await client.query<{ attempts: number }>(
        `UPDATE webhook_deliveries SET attempts = attempts + 1, claim = NULL, state = $3,
           next_attempt_at = $4, finished_at = CASE WHEN $3 <> 'WAITING' THEN $5::timestamptz END
         WHERE id = $1 AND claim = $2 RETURNING attempts`,
        [id, claim, after.state, after.nextAttemptAt, sent.at],
      );
      if (!rows[0]) return;
      await client.query(
        `INSERT INTO webhook_attempts (delivery_id, attempt, at, status, took_ms, error) VALUES ($1, $2, $3, $4, $5, $6)`,
        [id, rows[0].attempts, sent.at, sent.status, sent.tookMs, sent.error],
      );
      await recordHealth(client, webhookId, sent, after.disable);
    });
  }

  /** Gives up what is too old, also of webhooks that are told of nothing; forgets what is over for long. */
  async sweep(now: Date, forgetBefore: Date): Promise<void> {
    await this.database.pool.query(
      `UPDATE webhook_deliveries SET state = 'GIVEN_UP', claim = NULL, finished_at = $1
       WHERE state = 'WAITING' AND give_up_at <= $1 AND (claim IS NULL OR next_attempt_at <= $1)`,
      [now],
    );
    await this.database.pool.query(
      `DELETE FROM webhook_deliveries WHERE id IN (
         SELECT id FROM webhook_deliveries WHERE finished_at < $1 ORDER BY finished_at LIMIT $2)`,
      [forgetBefore, FINISHED_A_SWEEP],
    );
  }
}

async function insertDeliveries(
  client: PoolClient,
  wanted: readonly { readonly webhookId: string; readonly eventId: string }[],
  { now, giveUpAt }: { readonly now: Date; readonly giveUpAt: Date },
): Promise<string[]> {
  const ids = wanted.map(() => uuidv7());
  await client.query(
    `INSERT INTO webhook_deliveries (id, webhook_id, event_id, next_attempt_at, give_up_at, created_at)
     SELECT d.id, d.webhook_id, d.event_id, $4, $5, $4
     FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS d(id, webhook_id, event_id)`,
    [ids, wanted.map(({ webhookId }) => webhookId), wanted.map(({ eventId }) => eventId), now, giveUpAt],
  );
  return ids;
}

async function recordHealth(
  client: PoolClient,
  webhookId: string,
  { at, error }: SentWebhook & { readonly at: Date },
  disable: AfterAttempt['disable'],
): Promise<void> {
  if (error === null) {
    await client.query(
      'UPDATE webhooks SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL',
      [webhookId],
    );
    return;
  }
  await client.query('UPDATE webhooks SET failing_since = coalesce(failing_since, $2) WHERE id = $1', [
    webhookId,
    at,
  ]);
  if (!disable) return;
  await client.query(
    `UPDATE webhooks SET state = 'DISABLED', reason = $2 WHERE id = $1 AND state = 'ACTIVE' AND failing_since <= $3`,
    [webhookId, disable.reason, disable.failingBefore],
  );
}
