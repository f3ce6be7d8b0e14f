import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config, minesRuns } from '../../platform/config/config.ts';
import { RetentionService } from './retention.service.ts';

const ROUND_MS = 3_600_000;

/** Prunes every hour in processes that mine, where the settings say so. Two at once do no harm: a run's row is locked. */
@Injectable()
export class RetentionWorkers implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(RetentionWorkers.name);
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly config: Config,
    private readonly retention: RetentionService,
  ) {}

  onApplicationBootstrap(): void {
    if (!minesRuns(this.config)) return;
    this.timer = setInterval(() => void this.round(), ROUND_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    if (this.timer) clearInterval(this.timer);
  }

  /** Does nothing unless pruning is automatic. */
  async round(): Promise<void> {
    try {
      const { automatic } = await this.retention.getSettings();
      if (automatic) await this.retention.prune({ runId: null, dryRun: false });
    } catch (error) {
      this.logger.warn(`old runs are pruned an hour later: ${String(error)}`);
    }
  }
}
