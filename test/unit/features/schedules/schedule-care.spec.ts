import { expect, it } from 'vitest';
import {
  careOf,
  dayIn,
  staleness,
  weekdaysBetween,
} from '../../../../src/features/schedules/schedule-care.ts';

it.each([
  ['2026-03-02', '2026-03-02', 0],
  ['2026-03-02', '2026-03-03', 1],
  ['2026-03-06', '2026-03-08', 0],
  ['2026-03-06', '2026-03-09', 1],
  ['2026-03-07', '2026-03-09', 1],
  ['2026-03-01', '2026-03-31', 22],
  ['2025-12-31', '2026-12-31', 261],
  ['2026-03-09', '2026-03-06', 0],
])('from %s to %s there are %i weekdays', (from, to, count) => {
  expect(weekdaysBetween(from, to)).toBe(count);
});

it('takes the day of a slot in its own time zone', () => {
  const slot = new Date('2026-03-02T17:00:00Z');
  expect(dayIn('Asia/Shanghai', slot)).toBe('2026-03-03');
  expect(dayIn('America/New_York', slot)).toBe('2026-03-02');
});

it('says why data are stale, by days or by hours', () => {
  const standing = { lastDay: '2026-02-27', importedAt: new Date('2026-02-27T12:00:00Z') };
  const slot = new Date('2026-03-03T12:00:00Z');
  const told = (care: object) => staleness(careOf(care), standing, slot, 'Asia/Shanghai');
  expect(told({})).toBeNull();
  expect(told({ staleAfterWeekdays: 3 })).toBeNull();
  expect(told({ staleAfterWeekdays: 2 })).toContain('2 weekdays');
  expect(told({ staleAfterHours: 97 })).toBeNull();
  expect(told({ staleAfterHours: 96 })).toContain('96 hours');
});

it('keeps what is left out of a change, and takes away what is null', () => {
  const now = careOf({ pauseAfterFailures: 2, staleAfterHours: 5 });
  expect(careOf({ pauseAfterFailures: null }, now)).toEqual({
    pauseAfterFailures: null,
    staleAfterWeekdays: null,
    staleAfterHours: 5,
  });
});
