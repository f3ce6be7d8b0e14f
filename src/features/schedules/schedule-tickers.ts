import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config, minesRuns } from '../../platform/config/config.ts';
import { ScheduleFiring } from './schedule-firing.service.ts';
import { ScheduleTicker } from './schedule-ticker.ts';

/** Ticks in every process that mines. */
@Injectable()
export class ScheduleTickers implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly ticker: ScheduleTicker;

  constructor(
    private readonly config: Config,
    firing: ScheduleFiring,
  ) {
    this.ticker = new ScheduleTicker(firing, { nowMs: () => Date.now() });
  }

  onApplicationBootstrap(): void {
    if (minesRuns(this.config)) this.ticker.start();
  }

  onModuleDestroy(): void {
    this.ticker.stop();
  }
}
