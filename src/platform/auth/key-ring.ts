import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.ts';
import { Notifications } from '../database/notifications.ts';
import { hashOfKey, isSameKey } from './api-key.ts';
import { ApiKeysStore, KEYS_CHANGED, type LiveKey } from './api-keys.store.ts';
import type { Caller } from './caller.ts';

/** Changes come by notification at once; this is for those that a lost connection swallowed, and writes who was seen. */
const ROUND_MS = 15_000;

export type Identity = Omit<Caller, 'operation'>;

/** This machine itself, where no keys are asked for. */
export const LOCAL: Identity = { keyId: null, name: 'local', role: 'admin' };
const OF_ENVIRONMENT: Identity = { keyId: null, name: 'environment key', role: 'admin' };

/** Every live key in memory, by its hash: a request is told apart without a question to the database. */
@Injectable()
export class KeyRing implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(KeyRing.name);
  private keys = new Map<string, LiveKey>();
  private readonly seen = new Set<string>();
  private readonly watches = new Set<{ readonly caller: Identity; readonly tell: () => void }>();
  private timer: NodeJS.Timeout | null = null;
  private unsubscribe: (() => void) | null = null;

  constructor(
    private readonly config: Config,
    private readonly store: ApiKeysStore,
    private readonly notifications: Notifications,
  ) {}

  async onModuleInit(): Promise<void> {
    this.unsubscribe = this.notifications.subscribe(KEYS_CHANGED, () => void this.round());
    await this.refresh();
    this.timer = setInterval(() => void this.round(), ROUND_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.unsubscribe?.();
    await this.round();
  }

  /** Whose key it is; null for a key that is unknown, revoked or expired. */
  identify(presented: string): Identity | null {
    const { apiKey } = this.config;
    if (apiKey !== null && isSameKey(presented, apiKey)) return OF_ENVIRONMENT;
    const key = this.keys.get(hashOfKey(presented).toString('hex'));
    if (!key || (key.expiresAt !== null && key.expiresAt.getTime() <= Date.now())) return null;
    this.seen.add(key.id);
    return { keyId: key.id, name: key.name, role: key.role };
  }

  /**
   * Tells once when a caller's key is no longer live: at once where it is revoked, within a round where it expires.
   * @returns ends the watch
   */
  whenGone(caller: Identity, tell: () => void): () => void {
    const watch = { caller, tell };
    this.watches.add(watch);
    return () => this.watches.delete(watch);
  }

  private isLive({ keyId }: Identity): boolean {
    if (keyId === null) return true;
    for (const { id, expiresAt } of this.keys.values()) {
      if (id === keyId) return expiresAt === null || expiresAt.getTime() > Date.now();
    }
    return false;
  }

  /** Reads the live keys again. The process that made a key knows it before its maker does. */
  async refresh(): Promise<void> {
    this.keys = new Map((await this.store.live()).map((key) => [key.hash.toString('hex'), key]));
    for (const watch of this.watches) {
      if (this.isLive(watch.caller)) continue;
      this.watches.delete(watch);
      watch.tell();
    }
  }

  private async round(): Promise<void> {
    try {
      await this.refresh();
      const ids = [...this.seen];
      this.seen.clear();
      if (ids.length > 0) await this.store.used(ids);
    } catch (error) {
      this.logger.warn(`keys could not be read again, the known ones stay in force: ${String(error)}`);
    }
  }
}
