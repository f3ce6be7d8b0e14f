import { didYouMean } from '../program/suggest.ts';

/** One fault of a configuration: the path of the setting, such as `evolution.tournamentSize`, and both sides. */
export interface SettingProblem {
  readonly where: string;
  readonly expected: string;
  readonly actual: string;
}

/**
 * Reads one setting. Left out (undefined, or null where null has no meaning of its own) gives the default.
 * A fault is added to the problems, and the default stands in so that reading can go on.
 */
export type SettingReader<T> = (value: unknown, fallback: T, path: string, problems: SettingProblem[]) => T;

/** What was found, for messages: values shortened, structures by name. */
function show(value: unknown): string {
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
  if (typeof value !== 'string') return String(value);
  return value.length <= 60 ? `'${value}'` : `'${value.slice(0, 57)}...'`;
}

/** A setting whose values are told by a predicate and described in words. */
function checked<T>(expected: string, accepts: (value: unknown) => value is T): SettingReader<T> {
  return (value, fallback, path, problems) => {
    if (value === undefined || value === null) return fallback;
    if (accepts(value)) return value;
    problems.push({ where: path, expected, actual: show(value) });
    return fallback;
  };
}

export const boolean: SettingReader<boolean> = checked(
  'true or false',
  (value) => typeof value === 'boolean',
);

export const text: SettingReader<string> = checked('a text', (value) => typeof value === 'string');

export const integer = (minimum: number, maximum: number): SettingReader<number> =>
  checked(
    `a whole number from ${minimum} to ${maximum}`,
    (value): value is number =>
      Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum,
  );

export const number = (minimum: number, maximum: number): SettingReader<number> =>
  checked(
    `a number from ${minimum} to ${maximum}`,
    (value): value is number =>
      Number.isFinite(value) && (value as number) >= minimum && (value as number) <= maximum,
  );

export const oneOf = <T extends string>(...words: readonly T[]): SettingReader<T> =>
  checked(`one of ${words.join(', ')}`, (value): value is T => words.includes(value as T));

/** Null is a value of its own here: only undefined gives the default. */
export const nullable =
  <T>(reader: SettingReader<T>, whenFaulty: T): SettingReader<T | null> =>
  (value, fallback, path, problems) => {
    if (value === undefined) return fallback;
    return value === null ? null : reader(value, whenFaulty, path, problems);
  };

/** A list without duplicates, sorted, so that the order in which a user wrote it does not name another experiment. */
export const sortedList =
  <T extends string | number>(reader: SettingReader<T>, whenFaulty: T): SettingReader<readonly T[]> =>
  (value, fallback, path, problems) => {
    if (value === undefined || value === null) return fallback;
    if (!Array.isArray(value)) {
      problems.push({ where: path, expected: 'a list', actual: show(value) });
      return fallback;
    }
    const items = value.map((item: unknown, k) => {
      if (item !== undefined && item !== null) return reader(item, whenFaulty, `${path}[${k}]`, problems);
      problems.push({ where: `${path}[${k}]`, expected: 'a value', actual: 'none' });
      return whenFaulty;
    });
    return [...new Set(items)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  };

/** A list in the order in which it is given, of a bounded length. */
export const list =
  <T>(reader: SettingReader<T>, whenFaulty: T, longest: number): SettingReader<readonly T[]> =>
  (value, fallback, path, problems) => {
    if (value === undefined || value === null) return fallback;
    if (!Array.isArray(value) || value.length === 0 || value.length > longest) {
      problems.push({ where: path, expected: `a list of 1 to ${longest}`, actual: show(value) });
      return fallback;
    }
    return value.map((item: unknown, k) => reader(item, whenFaulty, `${path}[${k}]`, problems));
  };

/** A record with exactly these settings; an unknown name is a fault, since a misspelt setting would be ignored. */
export const record =
  <T extends object>(readers: { readonly [K in keyof T]-?: SettingReader<T[K]> }): SettingReader<T> =>
  (value, fallback, path, problems) => {
    if (value === undefined || value === null) return fallback;
    if (typeof value !== 'object' || Array.isArray(value)) {
      problems.push({ where: path || 'the configuration', expected: 'an object', actual: show(value) });
      return fallback;
    }
    const below = (name: string): string => (path === '' ? name : `${path}.${name}`);
    const names = Object.keys(readers) as (keyof T & string)[];
    for (const name of Object.keys(value)) {
      if (names.includes(name as keyof T & string)) continue;
      const expected = didYouMean(name, names) ?? `one of ${names.join(', ')}`;
      problems.push({ where: below(name), expected, actual: 'an unknown setting' });
    }
    const given = value as Readonly<Record<string, unknown>>;
    const read = names.map((name) => [
      name,
      readers[name](
        Object.hasOwn(given, name) ? given[name] : undefined,
        fallback[name],
        below(name),
        problems,
      ),
    ]);
    // A setting that may be absent leaves no trace, neither in the record nor in its hash.
    return Object.fromEntries(read.filter(([, setting]) => setting !== undefined)) as T;
  };
