import { Logger } from '@nestjs/common';
import type { Clock } from '../../mining/ports.ts';
import { DISABLE_AFTER_MS, GIVE_UP_AFTER_MS, pauseAfter } from './retry-times.ts';
import { ANSWER_TIMEOUT_MS, type OutgoingWebhook, type SentWebhook } from './send-webhook.ts';
import { signatureHeader } from './signature.ts';
import type { AfterAttempt, ClaimedDelivery, WebhookSendingStore } from './webhook-sending.store.ts';

/** Sends that a process has under way together, and of them to one webhook. */
const MOST = 8;
const MOST_OF_ONE = 2;
/** A sender that has not told after so long has died; longer than any send. */
export const CLAIM_MS = 3 * ANSWER_TIMEOUT_MS;
/** Answer of a receiver that wants no more. */
const GONE = 410;

export interface DelivererParts {
  readonly store: WebhookSendingStore;
  readonly send: (outgoing: OutgoingWebhook) => Promise<SentWebhook>;
  readonly clock: Clock;
  /** Chance in [0, 1) for the pauses. */
  readonly chance: () => number;
}

/** Sends what is due, for one process. A delivery is sent by one process at a time, and again if that one dies. */
export class WebhookDeliverer {
  private readonly logger = new Logger(WebhookDeliverer.name);
  private readonly underWay = new Map<Promise<void>, string>();
  private taking: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly parts: DelivererParts) {}

  /** Turns new events into deliveries and begins to send what is due; what ends makes room for more by itself. */
  async round(): Promise<void> {
    const { store, clock } = this.parts;
    let more = true;
    while (more && !this.stopped) {
      const now = new Date(clock.nowMs());
      more = (await store.fanOut(now, later(now, GIVE_UP_AFTER_MS))).full;
    }
    await this.take();
  }

  /** Resolves when nothing is being sent. */
  async idle(): Promise<void> {
    await this.taking;
    while (this.underWay.size > 0) {
      await Promise.race(this.underWay.keys());
      await this.taking;
    }
  }

  /** Begins nothing more and waits for what is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.idle();
  }

  /** One after another, so that no two see the same room. */
  private take(): Promise<void> {
    const taken = this.taking.then(() => this.takeDue());
    this.taking = taken.catch(() => undefined);
    return taken;
  }

  private async takeDue(): Promise<void> {
    const { store, clock } = this.parts;
    const most = MOST - this.underWay.size;
    if (most <= 0 || this.stopped) return;
    const now = new Date(clock.nowMs());
    const claimed = await store.claim({
      now,
      claimedUntil: later(now, CLAIM_MS),
      most,
      mostOfOne: MOST_OF_ONE,
      busy: [...new Set(this.underWay.values())],
    });
    for (const delivery of claimed) {
      const delivering = this.deliver(delivery).then(() => {
        this.underWay.delete(delivering);
        this.take().catch(this.warn);
      });
      this.underWay.set(delivering, delivery.webhookId);
    }
  }

  private readonly warn = (error: unknown): void =>
    this.logger.warn(`what is due is sent at the next round: ${String(error)}`);

  private async deliver(delivery: ClaimedDelivery): Promise<void> {
    const { store, send, clock } = this.parts;
    try {
      const sent = await send(outgoing(delivery, clock.nowMs()));
      const at = new Date(clock.nowMs());
      await store.record(delivery, { ...sent, at }, this.afterwards(delivery, sent, at));
    } catch (error) {
      // Its claim runs out, and then it is sent again.
      this.logger.warn(
        `delivery ${delivery.id}: what became of it was not recorded, so it is sent again: ${String(error)}`,
      );
    }
  }

  private afterwards(delivery: ClaimedDelivery, sent: SentWebhook, at: Date): AfterAttempt {
    if (sent.error === null) return { state: 'DELIVERED', nextAttemptAt: at, disable: null };
    if (sent.status === GONE) {
      const disable = { reason: 'it answered 410: it wants no more', failingBefore: at };
      return { state: 'GIVEN_UP', nextAttemptAt: at, disable };
    }
    const nextAttemptAt = later(at, pauseAfter(delivery.attempts + 1, this.parts.chance()));
    const disable = {
      reason: `nothing arrived for ${DISABLE_AFTER_MS / 86_400_000} days; last: ${sent.error}`,
      failingBefore: later(at, -DISABLE_AFTER_MS),
    };
    const state = nextAttemptAt > delivery.giveUpAt ? 'GIVEN_UP' : 'WAITING';
    return { state, nextAttemptAt, disable };
  }
}

const later = (time: Date, ms: number): Date => new Date(time.getTime() + ms);

/** The same body at every attempt; time and signature are new. */
export function outgoing(delivery: ClaimedDelivery, nowMs: number): OutgoingWebhook {
  const { id, url, secrets, eventId, kind, subjectId, detail, at } = delivery;
  const body = JSON.stringify({ deliveryId: id, eventId, kind, at: at.toISOString(), subjectId, detail });
  const timestamp = Math.floor(nowMs / 1000);
  return {
    url,
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'factormine-webhooks',
      'factormine-delivery': id,
      'factormine-event': kind,
      'factormine-timestamp': String(timestamp),
      'factormine-signature': signatureHeader(secrets, { timestamp, body }),
    },
  };
}
