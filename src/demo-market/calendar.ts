import { Refusal } from '../core/outcome/refusal.ts';
import type { Session } from '../core/program/program.ts';

const DAY_MS = 86_400_000;
const MORNING = { opens: 570, closes: 690 };
const AFTERNOON = { opens: 780, closes: 900 };

/** Weekdays from a date on, less one week in February and one in October, as `YYYY-MM-DD`. */
export function tradingDays(from: string, count: number): string[] {
  const start = Date.parse(`${from}T00:00:00Z`);
  if (Number.isNaN(start)) {
    throw new Refusal('INVALID_INPUT', 'the first day of the demonstration market is not a date', {
      expected: 'YYYY-MM-DD',
      actual: from,
      where: 'from',
    });
  }
  const days: string[] = [];
  for (let time = start; days.length < count; time += DAY_MS) {
    const date = new Date(time);
    const text = date.toISOString().slice(0, 10);
    const weekend = date.getUTCDay() === 0 || date.getUTCDay() === 6;
    const month = date.getUTCMonth() + 1;
    const holiday = (month === 2 || month === 10) && date.getUTCDate() <= 7;
    if (!weekend && !holiday) days.push(text);
  }
  return days;
}

/** A day of two halves, 9:30 to 11:30 and 13:00 to 15:00, in equal bars stamped at their ends. */
export function demoSession(bars: number): Session {
  const minutes = 240 / bars;
  const half = bars / 2;
  const halfOf = (opens: number): number[] =>
    Array.from({ length: half }, (_, b) => opens + (b + 1) * minutes);
  return { opens: MORNING.opens, barStamps: [...halfOf(MORNING.opens), ...halfOf(AFTERNOON.opens)] };
}
