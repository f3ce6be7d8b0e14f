import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Notifications } from '../../platform/database/notifications.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import type { Page, PageRequest } from '../../platform/paging/page.ts';
import type { BoundedStream } from './bounded-stream.ts';
import {
  type GenerationRow,
  GenerationsStore,
  type IndividualRow,
  type PopulationOrder,
} from './generations.store.ts';
import type { RunProgressModel } from './run.models.ts';
import { RUN_CHANGED } from './run-look.service.ts';
import { RunProgressHub } from './run-progress.hub.ts';
import { RunRecordsStore } from './run-records.store.ts';
import { progressView } from './run-views.ts';

/** A stalled worker sends nothing; watched runs are read again so often that STALLED is seen. */
const REFRESH_MS = 10_000;

/** What a run has done so far, and what it does now. */
@Injectable()
export class RunHistoryService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(RunHistoryService.name);
  private readonly hub = new RunProgressHub(
    (runId) => this.progress(runId),
    (error) => this.logger.warn(`progress could not be read, the next change asks again: ${String(error)}`),
  );
  private timer: NodeJS.Timeout | null = null;
  private unsubscribe: (() => void) | null = null;

  constructor(
    private readonly records: RunRecordsStore,
    private readonly generationRows: GenerationsStore,
    private readonly notifications: Notifications,
  ) {}

  onModuleInit(): void {
    this.unsubscribe = this.notifications.subscribe(RUN_CHANGED, (runId) => this.hub.changed(runId));
    this.timer = setInterval(() => this.hub.refresh(), REFRESH_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    if (this.timer) clearInterval(this.timer);
    this.unsubscribe?.();
    this.hub.close();
  }

  /** @throws Refusal NOT_FOUND */
  async progress(runId: string): Promise<RunProgressModel> {
    const run = await this.records.get(requireUuid(runId, 'runId'));
    return progressView(run, await this.generationRows.latest(runId));
  }

  /** The present state, then each change, until the run is over. @throws Refusal NOT_FOUND */
  watch(runId: string): Promise<BoundedStream<RunProgressModel>> {
    return this.hub.watch(runId);
  }

  /** Generations after `after`, ascending. @throws Refusal NOT_FOUND */
  async generations(runId: string, after: number | null, limit: number): Promise<GenerationRow[]> {
    await this.records.get(requireUuid(runId, 'runId'));
    return (await this.generationRows.seriesOf([runId], after, limit))[0]!;
  }

  /** Who lived when a generation was committed; the last one unless told. @throws Refusal NOT_FOUND, CONFLICT where some of them were pruned */
  async population(
    runId: string,
    options: { readonly generation: number | null; readonly order: PopulationOrder },
    page: PageRequest,
  ): Promise<Page<IndividualRow>> {
    await this.records.get(requireUuid(runId, 'runId'));
    const { generation, order } = options;
    const [found] = await this.generationRows.populationsOf([{ runId, generation }], order, page);
    if (found instanceof Refusal) throw found;
    return found!;
  }
}
