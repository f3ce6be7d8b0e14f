import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../config/config.ts';
import { freeDiskBytes } from '../disk/free-disk-bytes.ts';
import { Queues } from '../queue/queues.ts';
import { GaugesStore } from './gauges.store.ts';
import { Metrics } from './metrics.ts';

/** Brings every gauge up to date, then tells all. */
@Injectable()
export class Scrape {
  private readonly logger = new Logger(Scrape.name);

  constructor(
    private readonly metrics: Metrics,
    private readonly store: GaugesStore,
    private readonly queues: Queues,
    private readonly config: Config,
  ) {}

  /** A part that cannot be read is left as it was and logged: the others are worth more than an error. */
  async text(): Promise<{ readonly type: string; readonly body: string }> {
    const parts = await Promise.allSettled([this.askStore(), this.askQueues(), this.askDisk()]);
    for (const part of parts) {
      if (part.status === 'rejected')
        this.logger.warn(
          `metrics without a part, which the next scrape asks for again: ${String(part.reason)}`,
        );
    }
    const { registry } = this.metrics;
    return { type: registry.contentType, body: await registry.metrics() };
  }

  private async askStore(): Promise<void> {
    const { metrics, store } = this;
    const [figures, seconds] = await Promise.all([store.read(), store.roundTrip()]);
    metrics.runs.reset();
    for (const { state, count } of figures.runs) metrics.runs.set({ state }, count);
    metrics.generations.set(figures.generations);
    metrics.programs.set(figures.programs);
    metrics.programsPerSecond.set(figures.programsPerSecond);
    metrics.workersAlive.set(figures.workersAlive);
    metrics.databaseBytes.set(figures.databaseBytes);
    metrics.databaseSeconds.set(seconds);
    for (const [state, count] of Object.entries(store.connections())) {
      metrics.poolConnections.set({ state }, count);
    }
  }

  private async askQueues(): Promise<void> {
    for (const { queue, counts } of await this.queues.counts()) {
      for (const [state, count] of Object.entries(counts))
        this.metrics.queueJobs.set({ queue, state }, count);
    }
  }

  private async askDisk(): Promise<void> {
    const free = await freeDiskBytes(this.config.dataFolder);
    if (free !== null) this.metrics.diskFreeBytes.set(free);
  }
}
