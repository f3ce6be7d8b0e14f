import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
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
      (wishes: readonly DeliveriesOf[]) => loadAlike(wishes, (alike) => deliveries.ofWebhooks(alike)),
      OPTIONS,
    );
  }
}

/** Wishes for the same page and state are met together: one statement for each field of a query. */
async function loadAlike(
  wishes: readonly DeliveriesOf[],
  load: (alike: readonly DeliveriesOf[]) => Promise<Page<DeliveryRecord>[]>,
): Promise<Page<DeliveryRecord>[]> {
  const groups = new Map<string, DeliveriesOf[]>();
  for (const wish of wishes) {
    const key = JSON.stringify([wish.state, wish.page]);
    groups.set(key, [...(groups.get(key) ?? []), wish]);
  }
  const pages = new Map<DeliveriesOf, Page<DeliveryRecord>>();
  for (const alike of groups.values()) {
    for (const [at, page] of (await load(alike)).entries()) pages.set(alike[at]!, page);
  }
  return wishes.map((wish) => pages.get(wish)!);
}
