import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Refusal } from '../../core/outcome/refusal.ts';
import { type MarketSummary, RunMarketsStore } from '../runs/run-markets.store.ts';
import type { NewRun } from '../runs/run-record.ts';
import { RunRecordsStore } from '../runs/run-records.store.ts';
import type { SkipReason } from './schedule.enums.ts';
import { ScheduleSlotsStore, type SlotRecord } from './schedule-slots.store.ts';
import type { ScheduleRecord } from './schedules.store.ts';
import { SlotRuns } from './slot-runs.service.ts';

export interface Slot {
  readonly slot: Date;
  /** Triggered by hand: then neither an earlier run nor an unchanged market keeps it from firing. */
  readonly manual: boolean;
  /** Who triggered it; null by the clock. */
  readonly by: string | null;
}

/** What a slot is to become; nothing of it is written yet. */
export interface ResolvedSlot {
  readonly slot: Slot;
  /** Null where the series has none. */
  readonly market: MarketSummary | null;
  /** Null where it is skipped. */
  readonly run: NewRun | null;
  readonly skip: { readonly reason: SkipReason; readonly detail: string } | null;
  /** What made it unresolvable, if that is why it is skipped. */
  readonly refusal: Refusal | null;
}

/**
 * Makes a run of a schedule's template as the world stands at a slot. It is made before the schedule is locked, for a
 * warm start may ask the workers; the lock is held only while it is written.
 */
@Injectable()
export class SlotResolver {
  constructor(
    private readonly slots: ScheduleSlotsStore,
    private readonly markets: RunMarketsStore,
    private readonly slotRuns: SlotRuns,
    private readonly runs: RunRecordsStore,
  ) {}

  async resolve(schedule: ScheduleRecord, slot: Slot): Promise<ResolvedSlot> {
    let market: MarketSummary | null = null;
    try {
      market = await this.markets.latestOf(schedule.seriesId);
      const skip = slot.manual ? null : await this.reasonToSkip(schedule, market);
      const run = skip ? null : await this.slotRuns.make(schedule, slot.slot, market);
      return { slot, market, run, skip, refusal: null };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const skip = { reason: 'UNRESOLVABLE', detail: `${error.code}: ${error.message}` } as const;
      return { slot, market, run: null, skip, refusal: error };
    }
  }

  /** Writes the run in the caller's transaction, unless another slot has come before it meanwhile. */
  async settle(
    schedule: ScheduleRecord,
    { slot, market, run, skip }: ResolvedSlot,
    client: pg.ClientBase,
  ): Promise<SlotRecord> {
    const late = run && market && !slot.manual ? await this.reasonToSkip(schedule, market, client) : null;
    const why = skip ?? late;
    const fires = run !== null && why === null;
    return {
      scheduleId: schedule.id,
      slotAt: slot.slot,
      manual: slot.manual,
      state: fires ? 'FIRED' : 'SKIPPED',
      reason: why?.reason ?? null,
      detail: why?.detail ?? (slot.by === null ? null : `triggered by ${slot.by}`),
      runId: fires ? await this.runs.insert(run, client) : null,
      lastDay: why?.reason === 'UNRESOLVABLE' ? null : (market?.lastDay ?? null),
      admission: fires && schedule.template.admission ? 'WAITING' : null,
      admissionDetail: null,
    };
  }

  private async reasonToSkip(
    { id, template, overlap }: ScheduleRecord,
    market: MarketSummary,
    client?: pg.ClientBase,
  ): Promise<{ reason: SkipReason; detail: string } | null> {
    const { lastDay, liveRunId } = await this.slots.past(id, client);
    if (!template.fireWithoutNewDay && lastDay !== null && market.lastDay <= lastDay) {
      return { reason: 'NO_NEW_TRADING_DAY', detail: `the series still ends on ${market.lastDay}` };
    }
    if (overlap === 'SKIP' && liveRunId) {
      return { reason: 'OVERLAP', detail: `run ${liveRunId} of an earlier slot is not over` };
    }
    return null;
  }
}
