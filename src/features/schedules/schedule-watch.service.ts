import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { recordEvent } from '../../platform/events/events.store.ts';
import type { MarketSummary } from '../runs/run-markets.store.ts';
import type { DueSlot } from './due-slots.ts';
import { isLate, staleness } from './schedule-care.ts';
import { ScheduleSlotsStore } from './schedule-slots.store.ts';
import { type ScheduleRecord, SchedulesStore } from './schedules.store.ts';

/** Tells of what goes wrong with a schedule while nobody looks, and pauses it where its owner asked for that. */
@Injectable()
export class ScheduleWatch {
  constructor(
    private readonly store: SchedulesStore,
    private readonly slots: ScheduleSlotsStore,
  ) {}

  /** One event for all slots that passed while no worker was up, in the transaction that deals with them. */
  async tellMissed(
    schedule: ScheduleRecord,
    due: readonly DueSlot[],
    now: Date,
    client: pg.PoolClient,
  ): Promise<void> {
    const missed = due.filter(({ slot }) => isLate(slot, now));
    const last = missed.at(-1);
    if (!last) return;
    await recordEvent(client, {
      kind: 'SCHEDULE_MISSED',
      subjectId: schedule.id,
      detail: {
        schedule: schedule.name,
        missed: missed.length,
        firstSlotAt: missed[0]?.slot,
        lastSlotAt: last.slot,
        caughtUpWith: last.skip === null ? last.slot : null,
      },
      once: `schedule:${schedule.id}:missed:${last.slot.toISOString()}`,
    });
  }

  /** Once for each last day that the series stands still at. */
  async tellStale(
    schedule: ScheduleRecord,
    market: MarketSummary,
    slot: Date,
    client: pg.PoolClient,
  ): Promise<void> {
    const why = staleness(schedule.care, market, slot, schedule.timeZone);
    if (why === null) return;
    const { seriesId, lastDay } = market;
    await recordEvent(client, {
      kind: 'DATA_STALE',
      subjectId: seriesId,
      detail: { scheduleId: schedule.id, schedule: schedule.name, slotAt: slot, lastDay, why },
      once: `schedule:${schedule.id}:stale:${market.id}`,
    });
  }

  /** Whether the latest outcomes are failures, as many as its owner bears. */
  async isFailing(schedule: ScheduleRecord): Promise<boolean> {
    const { pauseAfterFailures: most } = schedule.care;
    if (most === null) return false;
    const outcomes = await this.slots.outcomes(schedule, most);
    return outcomes.length === most && outcomes.every(({ failed }) => failed);
  }

  /** In the caller's transaction. */
  async pause(schedule: ScheduleRecord, client: pg.PoolClient): Promise<void> {
    const most = schedule.care.pauseAfterFailures ?? 1;
    const [latest] = await this.slots.outcomes(schedule, most, client);
    const reason = `${most} failures in a row; the latest: ${latest?.why ?? 'without a reason'}`;
    await this.store.pauseFor(client, schedule.id, reason);
    await recordEvent(client, {
      kind: 'SCHEDULE_PAUSED',
      subjectId: schedule.id,
      detail: { schedule: schedule.name, failures: most, reason, lastSlotAt: latest?.slotAt },
      once: `schedule:${schedule.id}:paused:${latest?.slotAt.toISOString()}`,
    });
  }
}
