import { GRACE_MS } from './due-slots.ts';

/** How a schedule looks after itself; null = not. */
export interface ScheduleCare {
  /** Failures in a row after which it pauses. */
  readonly pauseAfterFailures: number | null;
  /** Weekdays since the last day of the series after which its data are stale. */
  readonly staleAfterWeekdays: number | null;
  /** Hours since the last import into the series after which its data are stale. */
  readonly staleAfterHours: number | null;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

type CareInput = { readonly [K in keyof ScheduleCare]?: ScheduleCare[K] | undefined };

/** What is left out stays as it is. */
export const careOf = (input: CareInput, now: CareInput = {}): ScheduleCare => ({
  pauseAfterFailures: chosen(input.pauseAfterFailures, now.pauseAfterFailures),
  staleAfterWeekdays: chosen(input.staleAfterWeekdays, now.staleAfterWeekdays),
  staleAfterHours: chosen(input.staleAfterHours, now.staleAfterHours),
});

const chosen = (wish: number | null | undefined, now: number | null | undefined): number | null =>
  wish === undefined ? (now ?? null) : wish;

/** What a slot is told of the series. */
export interface SeriesStanding {
  /** `YYYY-MM-DD`. */
  readonly lastDay: string;
  readonly importedAt: Date;
}

/**
 * Whether the data of a series stand still, as seen at a slot.
 * @returns what is wrong in words, or null
 */
export function staleness(
  care: ScheduleCare,
  { lastDay, importedAt }: SeriesStanding,
  slot: Date,
  timeZone: string,
): string | null {
  const weekdays = weekdaysBetween(lastDay, dayIn(timeZone, slot));
  if (care.staleAfterWeekdays !== null && weekdays >= care.staleAfterWeekdays) {
    return `${weekdays} weekdays have passed since ${lastDay}, the last day of the series`;
  }
  const hours = Math.floor((slot.getTime() - importedAt.getTime()) / HOUR_MS);
  if (care.staleAfterHours !== null && hours >= care.staleAfterHours) {
    return `nothing was imported into the series for ${hours} hours`;
  }
  return null;
}

/** Mondays to Fridays after `from`, up to and with `to`; days `YYYY-MM-DD`. */
export function weekdaysBetween(from: string, to: string): number {
  const first = Date.parse(from) / DAY_MS;
  const last = Date.parse(to) / DAY_MS;
  const whole = Math.max(0, Math.floor((last - first) / 7));
  let count = 5 * whole;
  for (let day = first + 7 * whole + 1; day <= last; day++) {
    // 1970-01-01 was a Thursday: 0 is Sunday.
    const weekday = (day + 4) % 7;
    if (weekday !== 0 && weekday !== 6) count += 1;
  }
  return count;
}

/** The calendar day of a moment in a time zone, `YYYY-MM-DD`. */
export const dayIn = (timeZone: string, moment: Date): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    moment,
  );

/** Whether nobody was there when a slot was due. */
export const isLate = (slot: Date, now: Date): boolean => now.getTime() - slot.getTime() > GRACE_MS;
