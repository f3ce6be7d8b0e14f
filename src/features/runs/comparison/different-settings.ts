/** A setting in which runs differ. */
export interface DifferentSetting {
  /** Names joined by dots: `evolution.populationSize`. */
  readonly path: string;
  /** As JSON, one for each run in their order; null where a run has no such setting. */
  readonly values: readonly (string | null)[];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Leaves of nested records by their paths; lists are leaves. */
function leaves(value: unknown, path: string, into: Map<string, string>): Map<string, string> {
  if (!isRecord(value)) return into.set(path, JSON.stringify(value));
  for (const [name, inner] of Object.entries(value)) {
    leaves(inner, path === '' ? name : `${path}.${name}`, into);
  }
  return into;
}

/** Settings that are not equal in all of the records, by path. */
export function differentSettings(records: readonly unknown[]): DifferentSetting[] {
  const each = records.map((record) => leaves(record, '', new Map()));
  const paths = [...new Set(each.flatMap((known) => [...known.keys()]))].sort();
  return paths
    .map((path) => ({ path, values: each.map((known) => known.get(path) ?? null) }))
    .filter(({ values }) => new Set(values).size > 1);
}
