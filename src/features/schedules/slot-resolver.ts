import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Refusal } from '../../core/outcome/refusal.ts';
import { ExperimentsService } from '../experiments/experiments.service.ts';
import { newRun } from '../runs/run-creation.service.ts';
import { type MarketSummary, RunMarketsStore } from '../runs/run-markets.store.ts';
import { RunRecordsStore } from '../runs/run-records.store.ts';
import { WarmStartResolver } from '../runs/warm-start-resolver.ts';
import { resolvePeriods } from './resolve-periods.ts';
import type { SkipReason } from './schedule.enums.ts';
import { seedOf } from './schedule-template.ts';
import { type ScheduleRecord, SchedulesStore, type SlotRecord } from './schedules.store.ts';

export interface Slot {
  readonly slot: Date;
  /** Triggered by hand: then neither an earlier run nor an unchanged market keeps it from firing. */
  readonly manual: boolean;
}

export interface ResolvedSlot {
  readonly record: SlotRecord;
  /** What made it unresolvable, if that is why it was skipped. */
  readonly refusal: Refusal | null;
}

/** Makes a run of a schedule's template as the world stands at a slot, and writes it in the caller's transaction. */
@Injectable()
export class SlotResolver {
  constructor(
    private readonly store: SchedulesStore,
    private readonly markets: RunMarketsStore,
    private readonly experiments: ExperimentsService,
    private readonly warmStarts: WarmStartResolver,
    private readonly runs: RunRecordsStore,
  ) {}

  async resolve(schedule: ScheduleRecord, slot: Slot, client: pg.ClientBase): Promise<ResolvedSlot> {
    try {
      const market = await this.markets.latestOf(schedule.seriesId);
      const reason = slot.manual ? null : await this.reasonToSkip(schedule, market, client);
      if (reason) return { record: skipped(slot, reason.reason, reason.detail, market), refusal: null };
      const runId = await this.createRun(schedule, slot, market, client);
      return { record: fired(slot, runId, market), refusal: null };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const detail = `${error.code}: ${error.message}`;
      return { record: skipped(slot, 'UNRESOLVABLE', detail, null), refusal: error };
    }
  }

  private async reasonToSkip(
    { id, template, overlap }: ScheduleRecord,
    market: MarketSummary,
    client: pg.ClientBase,
  ): Promise<{ reason: SkipReason; detail: string } | null> {
    const { lastDay, liveRunId } = await this.store.past(client, id);
    if (!template.fireWithoutNewDay && lastDay !== null && market.lastDay <= lastDay) {
      return { reason: 'NO_NEW_TRADING_DAY', detail: `the series still ends on ${market.lastDay}` };
    }
    if (overlap === 'SKIP' && liveRunId) {
      return { reason: 'OVERLAP', detail: `run ${liveRunId} of an earlier slot is not over` };
    }
    return null;
  }

  private async createRun(
    schedule: ScheduleRecord,
    { slot }: Slot,
    market: MarketSummary,
    client: pg.ClientBase,
  ): Promise<string> {
    const { template } = schedule;
    const { days } = await this.markets.contents(market.id);
    const periods = resolvePeriods(template.periods, days);
    if (!periods.ok) throw periods.error;
    const experiment = await this.experiments.create({ ...template.experiment, periods: periods.value });
    const { configuration } = experiment;
    const run = newRun({
      name: `${schedule.name} ${slot.toISOString()}`,
      market,
      experiment,
      scheduleId: schedule.id,
      seed: seedOf(template, schedule.id, slot),
      warmStart: await this.warmStarts.resolve(template.warmStart ?? undefined, market, configuration),
      stop: configuration.stop,
      start: true,
      idempotencyKey: null,
    });
    return this.runs.insert(run, client);
  }
}

const fired = ({ slot, manual }: Slot, runId: string, market: MarketSummary): SlotRecord => ({
  slotAt: slot,
  manual,
  state: 'FIRED',
  reason: null,
  detail: null,
  runId,
  lastDay: market.lastDay,
});

const skipped = (
  { slot, manual }: Slot,
  reason: SkipReason,
  detail: string,
  market: MarketSummary | null,
): SlotRecord => ({
  slotAt: slot,
  manual,
  state: 'SKIPPED',
  reason,
  detail,
  runId: null,
  lastDay: market?.lastDay ?? null,
});
