import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Config, minesRuns } from '../../platform/config/config.ts';
import { Notifications } from '../../platform/database/notifications.ts';
import { EVENTS_CHANNEL } from '../../platform/events/events.store.ts';
import { sendWebhook } from './send-webhook.ts';
import { TargetPolicy } from './target-policy.ts';
import { WebhookDeliverer } from './webhook-deliverer.ts';
import { WebhookSendingStore } from './webhook-sending.store.ts';

/** How soon a retry is noticed, and an event of which nobody heard. */
const ROUND_MS = 2_000;
const SWEEP_MS = 60_000;
const FORGET_AFTER_MS = 30 * 86_400_000;

/** Sends webhooks in every process that mines: as soon as an event is told, and every few seconds. */
@Injectable()
export class WebhookWorkers implements OnApplicationBootstrap, OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger(WebhookWorkers.name);
  private readonly deliverer: WebhookDeliverer;
  private timer: NodeJS.Timeout | null = null;
  private unsubscribe: () => void = () => undefined;
  private rounding: Promise<void> | null = null;
  private sweptAtMs = 0;
  private stopped = false;

  constructor(
    private readonly config: Config,
    private readonly store: WebhookSendingStore,
    private readonly notifications: Notifications,
    policy: TargetPolicy,
  ) {
    this.deliverer = new WebhookDeliverer({
      store,
      send: (outgoing) => sendWebhook(outgoing, policy),
      clock: { nowMs: () => Date.now() },
      chance: () => Math.random(),
    });
  }

  onApplicationBootstrap(): void {
    if (!minesRuns(this.config)) return;
    this.unsubscribe = this.notifications.subscribe(EVENTS_CHANNEL, () => this.soon(0));
    this.soon(0);
  }

  onModuleDestroy(): void {
    this.stopped = true;
    this.unsubscribe();
    if (this.timer) clearTimeout(this.timer);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.deliverer.stop();
    await this.rounding;
  }

  private soon(delayMs: number): void {
    if (this.stopped) return;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.begin(), delayMs);
    this.timer.unref();
  }

  /** One round at a time; a round only begins to send. What is told while one is under way is met by the next. */
  private begin(): void {
    if (this.rounding) this.soon(ROUND_MS / 20);
    else this.rounding = this.round().finally(() => this.ended());
  }

  private ended(): void {
    this.rounding = null;
    this.soon(ROUND_MS);
  }

  private async round(): Promise<void> {
    try {
      await this.deliverer.round();
      const now = Date.now();
      if (now - this.sweptAtMs < SWEEP_MS) return;
      await this.store.sweep(new Date(now), new Date(now - FORGET_AFTER_MS));
      this.sweptAtMs = now;
    } catch (error) {
      this.logger.warn(`webhooks are looked at again in ${ROUND_MS / 1000} s: ${String(error)}`);
    }
  }
}
