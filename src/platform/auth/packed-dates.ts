const MARK = '$date';

/** An answer as JSON that keeps apart what was a Date: GraphQL will not take a text in its place. */
export function packDates(value: unknown): unknown {
  if (value instanceof Date) return { [MARK]: value.toISOString() };
  if (Array.isArray(value)) return value.map(packDates);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, packDates(inner)]));
}

/** The answer again. */
export function unpackDates(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpackDates);
  if (typeof value !== 'object' || value === null) return value;
  const date = (value as Record<string, unknown>)[MARK];
  if (typeof date === 'string') return new Date(date);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, unpackDates(inner)]));
}
