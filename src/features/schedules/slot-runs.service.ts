import { Injectable } from '@nestjs/common';
import { ExperimentsService } from '../experiments/experiments.service.ts';
import { newRun } from '../runs/run-creation.service.ts';
import { type MarketSummary, RunMarketsStore } from '../runs/run-markets.store.ts';
import type { NewRun } from '../runs/run-record.ts';
import { UnlikeResolver } from '../runs/unlike-resolver.ts';
import { WarmStartResolver } from '../runs/warm-start-resolver.ts';
import { resolvePeriods } from './resolve-periods.ts';
import { seedOf } from './schedule-template.ts';
import type { ScheduleRecord } from './schedules.store.ts';

/** Makes the run of a slot: the template, as market, pools and libraries stand. Nothing is written but the experiment. */
@Injectable()
export class SlotRuns {
  constructor(
    private readonly markets: RunMarketsStore,
    private readonly experiments: ExperimentsService,
    private readonly warmStarts: WarmStartResolver,
    private readonly unlikes: UnlikeResolver,
  ) {}

  /** @throws Refusal as periods, experiment, warm start and `unlike` do */
  async make(schedule: ScheduleRecord, slot: Date, market: MarketSummary): Promise<NewRun> {
    const { template } = schedule;
    const { days } = await this.markets.contents(market.id);
    const periods = resolvePeriods(template.periods, days);
    if (!periods.ok) throw periods.error;
    const experiment = await this.experiments.create({ ...template.experiment, periods: periods.value });
    const { configuration } = experiment;
    return newRun({
      name: `${schedule.name} ${slot.toISOString()}`,
      market,
      experiment,
      scheduleId: schedule.id,
      seed: seedOf(template, schedule.id, slot),
      warmStart: await this.warmStarts.resolve(template.warmStart ?? undefined, market, configuration),
      unlike: template.unlike
        ? await this.unlikes.resolveIfAny(template.unlike, market, configuration.periods.train)
        : null,
      stop: configuration.stop,
      start: true,
      idempotencyKey: null,
    });
  }
}
