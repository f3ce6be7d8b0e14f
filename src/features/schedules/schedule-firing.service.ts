import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Refusal } from '../../core/outcome/refusal.ts';
import { RunLook } from '../runs/run-look.service.ts';
import { dueSlots } from './due-slots.ts';
import type { SkipReason } from './schedule.enums.ts';
import { type ScheduleRecord, SchedulesStore, type SlotRecord } from './schedules.store.ts';
import { SlotResolver } from './slot-resolver.ts';

/** Turns slots into runs: each at most once, however many processes try. */
@Injectable()
export class ScheduleFiring {
  constructor(
    private readonly store: SchedulesStore,
    private readonly resolver: SlotResolver,
    private readonly look: RunLook,
  ) {}

  /** Deals with every slot of every schedule that is due now. */
  async tick(now: Date): Promise<void> {
    for (const id of await this.store.activeIds()) await this.fireDue(id, now);
  }

  /** Fires a schedule by hand, new trading day or not. @throws Refusal NOT_FOUND, or why it cannot be resolved */
  async trigger(scheduleId: string, now: Date): Promise<SlotRecord> {
    const schedule = await this.store.get(scheduleId);
    let fired: SlotRecord | null = null;
    await this.store.whileLocked(schedule.id, async (locked, client) => {
      const outcome = await this.resolver.resolve(locked, { slot: now, manual: true }, client);
      if (outcome.refusal) throw outcome.refusal;
      if (await this.store.recordSlot(client, locked.id, outcome.record)) fired = outcome.record;
    });
    if (!fired) throw busy(scheduleId);
    await this.lookAt([fired]);
    return fired;
  }

  private async fireDue(scheduleId: string, now: Date): Promise<void> {
    let recorded: SlotRecord[] = [];
    await this.store.whileLocked(scheduleId, async (schedule, client) => {
      recorded = schedule.paused ? [] : await this.recordDue(schedule, now, client);
    });
    await this.lookAt(recorded);
  }

  private async recordDue(schedule: ScheduleRecord, now: Date, client: pg.ClientBase): Promise<SlotRecord[]> {
    const recorded: SlotRecord[] = [];
    const due = dueSlots(planOf(schedule), schedule.catchUp, schedule.watermark, now);
    for (const { slot, skip } of due) {
      if (await this.store.hasSlot(client, schedule.id, slot)) continue;
      const record = skip
        ? skipped(slot, skip)
        : (await this.resolver.resolve(schedule, { slot, manual: false }, client)).record;
      if (await this.store.recordSlot(client, schedule.id, record)) recorded.push(record);
    }
    const last = due.at(-1);
    if (last) await this.store.setWatermark(client, schedule.id, last.slot);
    return recorded;
  }

  private async lookAt(records: readonly SlotRecord[]): Promise<void> {
    for (const { runId } of records) if (runId) await this.look.at({ id: runId, epoch: 0 });
  }
}

const planOf = ({ cron, timeZone }: ScheduleRecord) => ({ expression: cron, timeZone });

const WORDS: Readonly<Record<'MISSED' | 'SUPERSEDED', string>> = {
  MISSED: 'no worker was up when it was due, and the schedule does not catch up',
  SUPERSEDED: 'no worker was up when it was due, and a later slot stands in for it',
};

function skipped(slotAt: Date, reason: keyof typeof WORDS & SkipReason): SlotRecord {
  return {
    slotAt,
    manual: false,
    state: 'SKIPPED',
    reason,
    detail: WORDS[reason],
    runId: null,
    lastDay: null,
  };
}

function busy(scheduleId: string): Refusal {
  return new Refusal('CONFLICT', `schedule ${scheduleId} is being fired at this moment`, {
    where: 'scheduleId',
    remedy: 'look at its history, and trigger it again if need be',
  });
}
