import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Notifications } from '../../platform/database/notifications.ts';
import { IMPORT_CHANGED } from './imports.service.ts';
import { type ImportRecord, ImportsStore } from './imports.store.ts';

/** A lost message costs this much at most: then the row is read anyway. */
const REREAD_MS = 2_000;

/** Live progress of imports: the row, read again when it changes. */
@Injectable()
export class ImportWatch implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(
    private readonly store: ImportsStore,
    private readonly notifications: Notifications,
  ) {}

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /** The present state, then each change, until the import is over. @throws Refusal NOT_FOUND, before the first */
  async watch(importId: string): Promise<AsyncGenerator<ImportRecord>> {
    return this.follow(await this.store.get(importId));
  }

  private async *follow(first: ImportRecord): AsyncGenerator<ImportRecord> {
    const change = new Change();
    const unsubscribe = this.notifications.subscribe(IMPORT_CHANGED, (id) => {
      if (id === first.id) change.happened();
    });
    try {
      for (let record = first; ; record = await this.store.get(first.id)) {
        yield record;
        if (isOver(record) || this.stopping.signal.aborted) return;
        await change.next(REREAD_MS);
      }
    } finally {
      unsubscribe();
    }
  }
}

const isOver = ({ state }: ImportRecord): boolean => state === 'COMPLETED' || state === 'FAILED';

/** Remembers that something happened until somebody has waited for it. */
class Change {
  private pending = false;
  private wake: (() => void) | null = null;

  happened(): void {
    this.pending = true;
    this.wake?.();
  }

  async next(timeoutMs: number): Promise<void> {
    if (!this.pending) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        timer.unref();
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.pending = false;
    this.wake = null;
  }
}
