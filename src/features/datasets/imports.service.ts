import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, Logger } from '@nestjs/common';
import type { Queue } from 'bullmq';
import type { BadRowReport } from '../../compute/panel/import/bad-rows.ts';
import type { MarketImport, OnProgress } from '../../compute/panel/import/import-options.ts';
import { Notifications } from '../../platform/database/notifications.ts';
import type { Page, PageRequest } from '../../platform/paging/page.ts';
import { ImportFolder } from './import-folder.ts';
import { type ImportRecord, ImportsStore } from './imports.store.ts';
import { type ImportedMarket, type ImportOrder, MarketImporter } from './market-importer.ts';

export const IMPORTS_QUEUE = 'imports';
/** Channel of "import X changed"; the payload is the import's id. */
export const IMPORT_CHANGED = 'import_changed';

export interface ImportJob {
  readonly importId: string;
}

/** Imports files into datasets: queued for a worker (API), or here and now (command line). */
@Injectable()
export class ImportsService {
  private readonly logger = new Logger(ImportsService.name);

  constructor(
    private readonly store: ImportsStore,
    private readonly folder: ImportFolder,
    private readonly importer: MarketImporter,
    private readonly notifications: Notifications,
    @InjectQueue(IMPORTS_QUEUE) private readonly queue: Queue<ImportJob>,
  ) {}

  /**
   * Queues an import of files of the import folder; names are relative to it.
   * @param idempotencyKey the same key gives the same import
   * @throws Refusal as `ImportFolder.resolve`; DISK_FULL
   */
  async create(order: ImportOrder, idempotencyKey: string | null = null): Promise<ImportRecord> {
    const earlier = idempotencyKey === null ? null : await this.store.findByKey(idempotencyKey);
    if (earlier !== null) return this.store.get(earlier);
    // Refuses now what would fail later; the worker resolves the names again.
    await this.resolveFiles(order.market);
    await this.importer.requireRoom();
    const id = await this.store.insert(order, idempotencyKey);
    await this.putUp(id);
    return this.store.get(id);
  }

  /** Imports at once, from any path, in a thread of this process. @throws Refusal as `MarketImporter.import` */
  importNow(order: ImportOrder, onProgress?: OnProgress, signal?: AbortSignal): Promise<ImportedMarket> {
    return this.importer.import(order, onProgress, signal);
  }

  /** The same options with the real paths of the files. @throws Refusal as `ImportFolder.resolve` */
  async resolveFiles(market: ImportOrder['market']): Promise<ImportOrder['market']> {
    const all = (names: readonly string[] = []): Promise<string[]> =>
      Promise.all(names.map((name) => this.folder.resolve(name)));
    const files: Partial<Pick<MarketImport, 'daily' | 'minutes' | 'market'>> = {
      ...(market.daily && { daily: await all(market.daily) }),
      ...(market.minutes && { minutes: await all(market.minutes) }),
      ...(market.market !== undefined && { market: await this.folder.resolve(market.market) }),
    };
    return { ...market, ...files };
  }

  /** @throws Refusal NOT_FOUND */
  get(id: string): Promise<ImportRecord> {
    return this.store.get(id);
  }

  /** Newest first. */
  list(page: PageRequest): Promise<Page<ImportRecord>> {
    return this.store.list(page);
  }

  /** The first 1,000 bad rows and the counts of all; null until the rows were read. @throws Refusal NOT_FOUND */
  badRows(id: string): Promise<BadRowReport | null> {
    return this.store.report(id);
  }

  /** Says "do import X" to the workers. A job that waits or runs already is left alone by the queue. */
  async putUp(id: string): Promise<void> {
    try {
      await this.queue.add(
        'import',
        { importId: id },
        { jobId: id, removeOnComplete: true, removeOnFail: true },
      );
    } catch (error) {
      // The row says what is wanted; the workers' next round puts the import up.
      this.logger.warn(
        `the queue did not take import ${id}, the next round puts it up again: ${String(error)}`,
      );
    }
  }

  tellChanged(id: string): Promise<void> {
    return this.notifications.notify(IMPORT_CHANGED, id);
  }
}
