import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config, minesRuns } from '../../platform/config/config.ts';
import { RetentionService } from './retention.service.ts';

const ROUND_MS = 3_600_000;
/** So soon after the start that a process which is restarted every hour prunes as well, and so late that it is not in the way. */
const FIRST_MS = 60_000;

/** Prunes every hour in processes that mine, where the settings say so. Two at once do no harm: a run's row is locked. */
@Injectable()
export class RetentionWorkers implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(RetentionWorkers.name);
  private timer: NodeJS.Timeout | null = null;
  private underWay: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();

  constructor(
    private readonly config: Config,
    private readonly retention: RetentionService,
  ) {}

  onApplicationBootstrap(): void {
    if (minesRuns(this.config)) this.begin();
  }

  /** The run in hand is finished, which takes moments. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    if (this.timer) clearTimeout(this.timer);
    await this.underWay;
  }

  /** Round after round, from now on; an earlier call's rounds end. */
  begin(firstMs = FIRST_MS, everyMs = ROUND_MS): void {
    if (this.timer) clearTimeout(this.timer);
    const wait = (ms: number): void => {
      const timer = setTimeout(() => {
        this.underWay = this.round().then(() => {
          if (this.timer === timer && !this.stopping.signal.aborted) wait(everyMs);
        });
      }, ms).unref();
      this.timer = timer;
    };
    wait(firstMs);
  }

  /** Does nothing unless pruning is automatic. */
  async round(): Promise<void> {
    try {
      const { automatic } = await this.retention.getSettings();
      if (!automatic) return;
      await this.retention.prune({ runId: null, dryRun: false, signal: this.stopping.signal });
    } catch (error) {
      this.logger.warn(`old runs are pruned an hour later: ${String(error)}`);
    }
  }
}
