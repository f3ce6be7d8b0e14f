import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { EventKind } from '../../platform/events/event.ts';
import type { Page, PageRequest } from '../../platform/paging/page.ts';
import { GIVE_UP_AFTER_MS } from './retry-times.ts';
import { drawSecret } from './signature.ts';
import { TargetPolicy } from './target-policy.ts';
import type { DeliveryState } from './webhook.enums.ts';
import type { CreateWebhookInput, UpdateWebhookInput } from './webhook.inputs.ts';
import {
  type AttemptRecord,
  type DeliveryRecord,
  type EventRecord,
  WebhookDeliveriesStore,
} from './webhook-deliveries.store.ts';
import { WebhookSendingStore } from './webhook-sending.store.ts';
import { type WebhookRecord, WebhooksStore } from './webhooks.store.ts';

/** How long the secret before a new one signs as well. */
const FORMER_SECRET_MS = 24 * 3_600_000;

export interface WebhookSecret {
  readonly webhook: WebhookRecord;
  readonly secret: string;
}

/** What users do with webhooks, and the events that they are told of. */
@Injectable()
export class WebhooksService {
  constructor(
    private readonly store: WebhooksStore,
    private readonly deliveries: WebhookDeliveriesStore,
    private readonly sending: WebhookSendingStore,
    private readonly policy: TargetPolicy,
  ) {}

  /** @throws Refusal INVALID_INPUT, ADDRESS_NOT_ALLOWED, ALREADY_EXISTS */
  async create({ name, url, kinds }: CreateWebhookInput): Promise<WebhookSecret> {
    const secret = drawSecret();
    const wish = { id: uuidv7(), name, url: await this.checkUrl(url), kinds: checkKinds(kinds), secret };
    return { webhook: await this.store.insert(wish), secret };
  }

  /** @throws Refusal NOT_FOUND, and as `create` */
  async update(id: string, { name, url, kinds }: UpdateWebhookInput): Promise<WebhookRecord> {
    await this.store.get(id);
    return this.store.update(id, {
      ...(name === undefined ? {} : { name }),
      ...(url === undefined ? {} : { url: await this.checkUrl(url) }),
      ...(kinds === undefined ? {} : { kinds: checkKinds(kinds) }),
    });
  }

  /** @throws Refusal NOT_FOUND */
  get(id: string): Promise<WebhookRecord> {
    return this.store.get(id);
  }

  /** Newest first. */
  list(page: PageRequest): Promise<Page<WebhookRecord>> {
    return this.store.list(page);
  }

  /** A new secret; the former one signs as well for 24 hours. @throws Refusal NOT_FOUND */
  async rotateSecret(id: string, now = new Date()): Promise<WebhookSecret> {
    const secret = drawSecret();
    const webhook = await this.store.rotate(id, secret, new Date(now.getTime() + FORMER_SECRET_MS));
    return { webhook, secret };
  }

  /** Its deliveries wait from now on. @throws Refusal NOT_FOUND */
  pause(id: string): Promise<WebhookRecord> {
    return this.store.pause(id);
  }

  /** Told again, of what waits as well. @throws Refusal NOT_FOUND */
  resume(id: string, now = new Date()): Promise<WebhookRecord> {
    return this.store.resume(id, now);
  }

  /** @throws Refusal NOT_FOUND */
  delete(id: string): Promise<WebhookRecord> {
    return this.store.delete(id);
  }

  /** Sends a test; its delivery tells how it went. @throws Refusal NOT_FOUND, CONFLICT while it is told of nothing */
  async ping(id: string, now = new Date()): Promise<DeliveryRecord> {
    const webhook = await this.store.get(id);
    if (webhook.state !== 'ACTIVE') throw notActive(webhook);
    return this.deliveries.get(await this.sending.ping(webhook, now, giveUpAt(now)));
  }

  /** Sends a delivery again, under its own id, whatever became of it. @throws Refusal NOT_FOUND */
  redeliver(deliveryId: string, now = new Date()): Promise<DeliveryRecord> {
    return this.deliveries.sendAgain(deliveryId, now, giveUpAt(now));
  }

  /** @throws Refusal NOT_FOUND */
  delivery(id: string): Promise<DeliveryRecord> {
    return this.deliveries.get(id);
  }

  /** Newest first. @throws Refusal NOT_FOUND */
  async deliveriesOf(
    id: string,
    state: DeliveryState | null,
    page: PageRequest,
  ): Promise<Page<DeliveryRecord>> {
    const { id: webhookId } = await this.store.get(id);
    const [found] = await this.deliveries.ofWebhooks([{ webhookId, state, page }]);
    return found!;
  }

  /** First first. @throws Refusal NOT_FOUND */
  async attempts(deliveryId: string): Promise<AttemptRecord[]> {
    const { id } = await this.deliveries.get(deliveryId);
    const [log] = await this.deliveries.attemptsOf([id]);
    return log ?? [];
  }

  /** What happened, newest first, delivered or not. */
  events(
    filter: { readonly kind?: EventKind | undefined; readonly subjectId?: string | undefined },
    page: PageRequest,
  ): Promise<Page<EventRecord>> {
    return this.deliveries.events(filter, page);
  }

  /** A name that cannot be resolved now may be known later; what it resolves to must be allowed already. */
  private async checkUrl(text: string): Promise<string> {
    const url = this.policy.parse(text);
    await this.policy.addressesOf(url).catch((error: unknown) => {
      if (error instanceof Refusal) throw error;
    });
    return url.href;
  }
}

const giveUpAt = (now: Date): Date => new Date(now.getTime() + GIVE_UP_AFTER_MS);

function checkKinds(kinds: readonly EventKind[]): EventKind[] {
  if (kinds.length > 0 && !kinds.includes('PING')) return [...new Set(kinds)];
  throw new Refusal('INVALID_INPUT', 'webhook: expected at least one kind of event, PING excepted', {
    expected: 'at least one kind, PING excepted',
    actual: kinds.join(', ') || 'none',
    where: 'kinds',
    remedy: 'a ping is sent to the webhook that it is asked of, without a subscription',
  });
}

const notActive = ({ state, reason }: WebhookRecord): Refusal =>
  new Refusal('CONFLICT', `webhook: it is ${state}${reason ? `: ${reason}` : ''}`, {
    expected: 'ACTIVE',
    actual: state,
    where: 'webhookId',
    remedy: 'resume it first',
  });
