import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../../platform/database/database.ts';
import type { EventKind } from '../../platform/events/event.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import { decodePageToken, type Page, type PageRequest, toPage } from '../../platform/paging/page.ts';
import type { DeliveryState } from './webhook.enums.ts';

export interface EventRecord {
  readonly id: string;
  readonly kind: EventKind;
  readonly subjectId: string;
  readonly detail: unknown;
  readonly at: Date;
}

export interface DeliveryRecord {
  readonly id: string;
  readonly webhookId: string;
  readonly eventId: string;
  readonly kind: EventKind;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly giveUpAt: Date;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

export interface AttemptRecord {
  readonly deliveryId: string;
  readonly attempt: number;
  readonly at: Date;
  readonly status: number | null;
  readonly tookMs: number;
  readonly error: string | null;
}

/** First deliveries of one of several webhooks. */
export interface DeliveriesOf {
  readonly webhookId: string;
  readonly state: DeliveryState | null;
  readonly page: PageRequest;
}

const DELIVERY = `d.id, d.webhook_id AS "webhookId", d.event_id AS "eventId", e.kind, d.state, d.attempts,
  CASE WHEN d.state = 'WAITING' THEN d.next_attempt_at END AS "nextAttemptAt", d.give_up_at AS "giveUpAt",
  d.created_at AS "createdAt", d.finished_at AS "finishedAt"`;
const EVENT = 'id, kind, subject_id AS "subjectId", detail, at';

const positionOf = (page: PageRequest): string | null =>
  page.pageToken === null ? null : requireUuid(decodePageToken(page.pageToken, 1)[0]!, 'pageToken');

/** Events, deliveries and their log, as users read them. */
@Injectable()
export class WebhookDeliveriesStore {
  constructor(private readonly database: Database) {}

  /** @throws Refusal NOT_FOUND */
  async get(id: string): Promise<DeliveryRecord> {
    const { rows } = await this.database.pool.query<DeliveryRecord>(
      `SELECT ${DELIVERY} FROM webhook_deliveries d JOIN events e ON e.id = d.event_id WHERE d.id = $1`,
      [requireUuid(id, 'deliveryId')],
    );
    return rows[0] ?? refuse(id);
  }

  /** Of several webhooks in one statement, newest first; the page and the state are those of the first. */
  async ofWebhooks(wishes: readonly DeliveriesOf[]): Promise<Page<DeliveryRecord>[]> {
    const [{ page, state }] = wishes as [DeliveriesOf];
    const { rows } = await this.database.pool.query<DeliveryRecord>(
      `SELECT d.* FROM unnest($1::uuid[]) AS w(id) CROSS JOIN LATERAL (
         SELECT ${DELIVERY} FROM webhook_deliveries d JOIN events e ON e.id = d.event_id
         WHERE d.webhook_id = w.id AND ($2::uuid IS NULL OR d.id < $2) AND ($3::text IS NULL OR d.state = $3)
         ORDER BY d.id DESC LIMIT $4) d`,
      [wishes.map(({ webhookId }) => webhookId), positionOf(page), state, page.pageSize + 1],
    );
    return wishes.map(({ webhookId }) =>
      toPage(
        rows.filter((row) => row.webhookId === webhookId),
        page.pageSize,
        ({ id }) => [id],
      ),
    );
  }

  /** Attempts of each delivery, first first. */
  async attemptsOf(deliveryIds: readonly string[]): Promise<AttemptRecord[][]> {
    const { rows } = await this.database.pool.query<AttemptRecord>(
      `SELECT delivery_id AS "deliveryId", attempt, at, status, took_ms AS "tookMs", error FROM webhook_attempts
       WHERE delivery_id = ANY($1::uuid[]) ORDER BY delivery_id, attempt`,
      [deliveryIds],
    );
    return deliveryIds.map((id) => rows.filter(({ deliveryId }) => deliveryId === id));
  }

  /** In the order of the ids; null where there is none. */
  async eventsByIds(ids: readonly string[]): Promise<(EventRecord | null)[]> {
    const { rows } = await this.database.pool.query<EventRecord>(
      `SELECT ${EVENT} FROM events WHERE id = ANY($1::uuid[])`,
      [ids],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  }

  /** Newest first. */
  async events(
    filter: { readonly kind?: EventKind | undefined; readonly subjectId?: string | undefined },
    page: PageRequest,
  ): Promise<Page<EventRecord>> {
    const { rows } = await this.database.pool.query<EventRecord>(
      `SELECT ${EVENT} FROM events WHERE ($1::uuid IS NULL OR id < $1) AND ($2::text IS NULL OR kind = $2)
         AND ($3::uuid IS NULL OR subject_id = $3) ORDER BY id DESC LIMIT $4`,
      [
        positionOf(page),
        filter.kind ?? null,
        filter.subjectId ? requireUuid(filter.subjectId, 'subjectId') : null,
        page.pageSize + 1,
      ],
    );
    return toPage(rows, page.pageSize, ({ id }) => [id]);
  }

  /** To be sent again at once, whatever became of it; nothing changes while it is being sent. @throws Refusal NOT_FOUND */
  async sendAgain(id: string, now: Date, giveUpAt: Date): Promise<DeliveryRecord> {
    await this.database.pool.query(
      `UPDATE webhook_deliveries SET state = 'WAITING', finished_at = NULL, next_attempt_at = $2, give_up_at = $3
       WHERE id = $1 AND claim IS NULL`,
      [requireUuid(id, 'deliveryId'), now, giveUpAt],
    );
    return this.get(id);
  }
}

function refuse(id: string): never {
  throw new Refusal('NOT_FOUND', `webhook: no delivery ${id}`, {
    where: 'deliveryId',
    remedy: "list the webhook's deliveries; those that were over for 30 days are forgotten",
  });
}
