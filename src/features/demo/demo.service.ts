import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { makeDemoMarket } from '../../demo-market/make-demo-market.ts';
import { Config, minesRuns } from '../../platform/config/config.ts';
import { DatasetRegistry } from '../datasets/dataset-registry.ts';
import type { DatasetRecord } from '../datasets/datasets.store.ts';
import { DatasetsFolder } from '../datasets/datasets-folder.ts';
import { RunsService } from '../runs/runs.service.ts';
import { DemoStore } from './demo.store.ts';
import { demoExperiment } from './demo-experiment.ts';

/** Name of the generated dataset and of its series. */
export const DEMO_MARKET = 'demo market';
/** The service listens first: the market is made after it answers. */
const AFTER_START_MS = 500;
const SEED = 'factormine';
const RUN_KEY = 'demo run';

/** Sees to it that a very first start has something to show: a generated market and a small run on it. */
@Injectable()
export class DemoService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('demo');
  private timer: NodeJS.Timeout | null = null;
  private working: Promise<void> = Promise.resolve();

  constructor(
    private readonly config: Config,
    private readonly store: DemoStore,
    private readonly folder: DatasetsFolder,
    private readonly registry: DatasetRegistry,
    private readonly runs: RunsService,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.demo || !minesRuns(this.config)) return;
    this.timer = setTimeout(() => {
      this.working = this.showSomething().catch((error: unknown) => {
        this.logger.warn(`the demonstration was not made, \`factormine demo\` makes it: ${String(error)}`);
      });
    }, AFTER_START_MS);
  }

  /** The database closes after this: what is being made is finished, which takes seconds. */
  async onModuleDestroy(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    await this.working;
  }

  /** Makes market and run if this store never saw anything else; of several processes, one does. */
  async showSomething(): Promise<void> {
    if (!(await this.store.isFirstStart(DEMO_MARKET))) return;
    await this.store.alone(async () => {
      if (!(await this.store.isFirstStart(DEMO_MARKET))) return;
      const { dataset, days } = await this.createMarket();
      await this.runs.create({
        name: 'demo run',
        datasetId: dataset.id,
        experiment: demoExperiment(days),
        seed: SEED,
        start: true,
        idempotencyKey: RUN_KEY,
      });
      this.logger.log(`first start: made the ${DEMO_MARKET} and started a run on it`);
    });
  }

  /** The generated market as a dataset; the same row each time. */
  async createMarket(): Promise<{ dataset: DatasetRecord; days: readonly string[] }> {
    const { manifest, quality } = await makeDemoMarket(this.folder.path);
    const registration = { name: DEMO_MARKET, series: DEMO_MARKET, continues: null };
    const { dataset } = await this.registry.register(manifest, quality, registration);
    return { dataset, days: manifest.days };
  }
}
