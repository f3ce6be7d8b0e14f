import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { loadAlike } from '../../platform/paging/load-alike.ts';
import type { Page } from '../../platform/paging/page.ts';
import {
  type AttemptRecord,
  type DeliveriesOf,
  type DeliveryRecord,
  type EventRecord,
  WebhookDeliveriesStore,
} from './webhook-deliveries.store.ts';
import { type WebhookRecord, WebhooksStore } from './webhooks.store.ts';

/** Not cached: a loader outlives the request, and joins only what is asked for in the same moment. */
const OPTIONS = { cache: false, maxBatchSize: 500 } as const;

/** Nested fields of lists, read in one statement for the whole list. */
@Injectable()
export class WebhookLoaders {
  readonly webhook: DataLoader<string, WebhookRecord | null>;
  readonly event: DataLoader<string, EventRecord | null>;
  readonly attempts: DataLoader<string, AttemptRecord[]>;
  readonly deliveries: DataLoader<DeliveriesOf, Page<DeliveryRecord>>;

  constructor(webhooks: WebhooksStore, deliveries: WebhookDeliveriesStore) {
    this.webhook = new DataLoader((ids: readonly string[]) => webhooks.byIds(ids), OPTIONS);
    this.event = new DataLoader((ids: readonly string[]) => deliveries.eventsByIds(ids), OPTIONS);
    this.attempts = new DataLoader((ids: readonly string[]) => deliveries.attemptsOf(ids), OPTIONS);
    this.deliveries = new DataLoader(
      (wishes: readonly DeliveriesOf[]) =>
        loadAlike(
          wishes,
          ({ state, page }) => [state, page],
          (alike) => deliveries.ofWebhooks(alike),
        ),
      OPTIONS,
    );
  }
}
