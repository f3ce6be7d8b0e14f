/** `9:30`: minutes after midnight as the report writes times of day. */
export function formatTime(minutesAfterMidnight: number): string {
  const minutes = minutesAfterMidnight % 60;
  return `${(minutesAfterMidnight - minutes) / 60}:${String(minutes).padStart(2, '0')}`;
}

/** Reads `H:MM` or `HH:MM` of one day into minutes after midnight; anything else gives null. */
export function parseTime(text: string): number | null {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  if (match === null) return null;
  const [hours, minutes] = [Number(match[1]), Number(match[2])];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}
