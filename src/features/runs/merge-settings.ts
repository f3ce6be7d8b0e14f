const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Nested settings with some replaced: what is left out stays, lists are replaced whole. */
export function mergeSettings(now: unknown, change: unknown): unknown {
  if (change === undefined) return now;
  if (!isRecord(now) || !isRecord(change)) return change;
  const merged: Record<string, unknown> = { ...now };
  for (const [name, value] of Object.entries(change)) merged[name] = mergeSettings(now[name], value);
  return merged;
}
