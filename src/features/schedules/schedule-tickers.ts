import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config, minesRuns } from '../../platform/config/config.ts';
import { ScheduleAdmissions } from './schedule-admissions.service.ts';
import { ScheduleFiring } from './schedule-firing.service.ts';
import { ScheduleTicker } from './schedule-ticker.ts';

/** Ticks in every process that mines: slots and admissions apart, for these may take minutes. */
@Injectable()
export class ScheduleTickers implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly tickers: readonly ScheduleTicker[];

  constructor(
    private readonly config: Config,
    firing: ScheduleFiring,
    admissions: ScheduleAdmissions,
  ) {
    const clock = { nowMs: () => Date.now() };
    this.tickers = [firing, admissions].map((ticked) => new ScheduleTicker(ticked, clock));
  }

  onApplicationBootstrap(): void {
    if (minesRuns(this.config)) for (const ticker of this.tickers) ticker.start();
  }

  onModuleDestroy(): void {
    for (const ticker of this.tickers) ticker.stop();
  }
}
