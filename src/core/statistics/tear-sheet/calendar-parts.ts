export interface CalendarPart {
  /** `2020` or `2020-03`. */
  readonly part: string;
  /** Index of its first day, and of the day after its last. */
  readonly from: number;
  readonly to: number;
}

/** Splits ascending days (`YYYY-MM-DD`) into calendar months or years. */
export function calendarParts(days: readonly string[], by: 'month' | 'year'): CalendarPart[] {
  const parts: { part: string; from: number; to: number }[] = [];
  days.forEach((day, at) => {
    const part = day.slice(0, by === 'year' ? 4 : 7);
    const last = parts.at(-1);
    if (last?.part === part) last.to = at + 1;
    else parts.push({ part, from: at, to: at + 1 });
  });
  return parts;
}
