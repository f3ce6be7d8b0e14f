import { type CronPlan, slotsBetween } from './cron.ts';

export const CATCH_UP_POLICIES = { NONE: 'NONE', LATEST: 'LATEST' } as const;
/** What happens to slots that passed while nobody was there: dropped, or the latest of them fired. */
export type CatchUpPolicy = keyof typeof CATCH_UP_POLICIES;

/** Lateness up to which a slot counts as met in time: longer than any pause between two ticks. */
export const GRACE_MS = 120_000;
/** Missed slots that are recorded one by one; a plan by the minute may miss many thousands. */
export const RECORDED_SLOTS = 500;

export interface DueSlot {
  readonly slot: Date;
  /** Null = fire it; else why it is passed over. */
  readonly skip: 'MISSED' | 'SUPERSEDED' | null;
}

/**
 * Slots in (lastSlot, now] with what is to be done of each, ascending. Depends on its arguments alone, so
 * two tickers that look at the same row come to the same answer.
 */
export function dueSlots(plan: CronPlan, catchUp: CatchUpPolicy, lastSlot: Date, now: Date): DueSlot[] {
  const slots = slotsBetween(plan, lastSlot, now, RECORDED_SLOTS);
  const inTime = (slot: Date) => now.getTime() - slot.getTime() <= GRACE_MS;
  const latest = slots.at(-1);
  return slots.map((slot) => {
    if (inTime(slot)) return { slot, skip: null };
    if (catchUp === 'NONE') return { slot, skip: 'MISSED' };
    return { slot, skip: slot === latest ? null : 'SUPERSEDED' };
  });
}
