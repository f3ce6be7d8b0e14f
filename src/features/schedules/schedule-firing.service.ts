import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type pg from 'pg';
import { Refusal } from '../../core/outcome/refusal.ts';
import { currentCaller } from '../../platform/auth/caller.ts';
import { RunLook } from '../runs/run-look.service.ts';
import { type DueSlot, dueSlots } from './due-slots.ts';
import type { SkipReason } from './schedule.enums.ts';
import { ScheduleSlotsStore, type SlotRecord } from './schedule-slots.store.ts';
import { ScheduleWatch } from './schedule-watch.service.ts';
import { type ScheduleRecord, SchedulesStore } from './schedules.store.ts';
import { type ResolvedSlot, SlotResolver } from './slot-resolver.ts';

/** A slot that is due, and what it is to become where it is not passed over. */
interface ReadySlot extends DueSlot {
  readonly resolved: ResolvedSlot | null;
}

/** Turns slots into runs: each at most once, however many processes try. */
@Injectable()
export class ScheduleFiring {
  constructor(
    private readonly store: SchedulesStore,
    private readonly slots: ScheduleSlotsStore,
    private readonly resolver: SlotResolver,
    private readonly watch: ScheduleWatch,
    private readonly look: RunLook,
  ) {}

  /** Deals with every slot of every schedule that is due now; one that cannot be dealt with keeps no other waiting. */
  async tick(now: Date): Promise<void> {
    const faults: unknown[] = [];
    for (const schedule of await this.store.active()) {
      await this.fireDue(schedule, now).catch((fault: unknown) => faults.push(fault));
    }
    if (faults.length > 0) throw faults[0];
  }

  /** Fires a schedule by hand, new trading day or not. @throws Refusal NOT_FOUND, or why it cannot be resolved */
  async trigger(scheduleId: string, now: Date): Promise<SlotRecord> {
    const schedule = await this.store.get(scheduleId);
    const resolved = await this.resolver.resolve(schedule, {
      slot: now,
      manual: true,
      by: currentCaller()?.name ?? null,
    });
    if (resolved.refusal) throw resolved.refusal;
    let fired: SlotRecord | null = null;
    await this.store.whileLocked(schedule.id, async (locked, client) => {
      if (await this.slots.has(locked.id, now, client)) return;
      const record = await this.resolver.settle(locked, resolved, client);
      if (await this.slots.record(client, record)) fired = record;
    });
    if (!fired) throw busy(scheduleId);
    await this.lookAt([fired]);
    return fired;
  }

  private async fireDue(schedule: ScheduleRecord, now: Date): Promise<void> {
    const failing = await this.watch.isFailing(schedule);
    const due = failing ? [] : dueSlots(planOf(schedule), schedule.catchUp, schedule.watermark, now);
    if (!failing && due.length === 0) return;
    const ready = await this.resolve(schedule, due);
    let recorded: SlotRecord[] = [];
    await this.store.whileLocked(schedule.id, async (locked, client) => {
      // Another process was quicker, or somebody changed it: the next tick looks at it anew.
      if (!isDeepStrictEqual(locked, schedule)) return;
      if (failing) return this.watch.pause(locked, client);
      recorded = await this.record(locked, ready, now, client);
    });
    await this.lookAt(recorded);
  }

  private async resolve(schedule: ScheduleRecord, due: readonly DueSlot[]): Promise<ReadySlot[]> {
    const ready: ReadySlot[] = [];
    for (const one of due) {
      if (await this.slots.has(schedule.id, one.slot)) continue;
      const slot = { slot: one.slot, manual: false, by: null };
      ready.push({ ...one, resolved: one.skip ? null : await this.resolver.resolve(schedule, slot) });
    }
    return ready;
  }

  private async record(
    schedule: ScheduleRecord,
    ready: readonly ReadySlot[],
    now: Date,
    client: pg.PoolClient,
  ): Promise<SlotRecord[]> {
    const recorded: SlotRecord[] = [];
    for (const { slot, skip, resolved } of ready) {
      const record = resolved
        ? await this.resolver.settle(schedule, resolved, client)
        : passedOver(schedule, slot, skip!);
      if (await this.slots.record(client, record)) recorded.push(record);
      if (resolved?.market) await this.watch.tellStale(schedule, resolved.market, slot, client);
    }
    await this.watch.tellMissed(schedule, ready, now, client);
    await this.store.setWatermark(client, schedule.id, ready.at(-1)?.slot ?? now);
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

const passedOver = (
  schedule: ScheduleRecord,
  slotAt: Date,
  reason: keyof typeof WORDS & SkipReason,
): SlotRecord => ({
  scheduleId: schedule.id,
  slotAt,
  manual: false,
  state: 'SKIPPED',
  reason,
  detail: WORDS[reason],
  runId: null,
  lastDay: null,
  admission: null,
  admissionDetail: null,
});

function busy(scheduleId: string): Refusal {
  return new Refusal('CONFLICT', `schedule ${scheduleId} is being fired at this moment`, {
    where: 'scheduleId',
    remedy: 'look at its history, and trigger it again if need be',
  });
}
