import type { Command } from 'commander';
import { COLUMN_ROLES, type ColumnRole, type MarketImport } from '../compute/panel/import/import-options.ts';
import { UNITS } from '../compute/panel/import/units.ts';
import { Refusal } from '../core/outcome/refusal.ts';

/** How columns of files are read: shared by every command that reads market files. */
export interface ReadingOptions {
  readonly column?: readonly string[];
  readonly unit?: readonly string[];
  readonly adjustment?: string;
  readonly opens?: string;
  readonly dailyFrom?: string;
  readonly volumeFrom?: string;
}

/** Appends every use of a repeatable option. */
export const collect = (value: string, earlier: readonly string[] = []): string[] => [...earlier, value];

export function addReadingOptions(command: Command): Command {
  return command
    .option('--column <role=name>', `column of a file (${COLUMN_ROLES.join(', ')}); repeatable`, collect)
    .option('--unit <role=unit>', `unit of a column (${Object.keys(UNITS).join(', ')}); repeatable`, collect)
    .option('--adjustment <base>', 'adjustment base: rebase (1 at the first row) or asGiven')
    .option('--opens <HH:MM>', 'opening time of the session; inferred from the bars if not given')
    .option('--daily-from <source>', 'daily prices from the file or from the bars, where both are given')
    .option('--volume-from <source>', 'daily volume from the file or from the bars, where both are given');
}

/** @throws Refusal INVALID_INPUT naming the option */
export function readingOptions(options: ReadingOptions): Omit<MarketImport, 'daily' | 'minutes' | 'market'> {
  return {
    ...(options.column && { columns: rolesOf('--column', options.column) }),
    ...(options.unit && { units: rolesOf('--unit', options.unit) }),
    ...(options.adjustment && {
      adjustment: oneOf('--adjustment', options.adjustment, ['rebase', 'asGiven'] as const),
    }),
    ...(options.opens && { opens: options.opens }),
    ...(options.dailyFrom && {
      dailyFrom: oneOf('--daily-from', options.dailyFrom, ['bars', 'file'] as const),
    }),
    ...(options.volumeFrom && {
      volumeFrom: oneOf('--volume-from', options.volumeFrom, ['bars', 'file'] as const),
    }),
  };
}

function rolesOf(option: string, pairs: readonly string[]): Readonly<Partial<Record<ColumnRole, string>>> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [role, ...name] = pair.split('=');
      if (name.length === 0) throw badOption(option, 'role=name', pair);
      return [oneOf(option, role ?? '', COLUMN_ROLES), name.join('=')];
    }),
  ) as Partial<Record<ColumnRole, string>>;
}

/** @throws Refusal INVALID_INPUT when `value` is none of `allowed` */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const known = allowed.find((candidate) => candidate === value);
  if (known !== undefined) return known;
  throw badOption(option, `one of ${allowed.join(', ')}`, value);
}

export const badOption = (option: string, expected: string, actual: string): Refusal =>
  new Refusal('INVALID_INPUT', `${option}: expected ${expected}, got ${actual}`, {
    expected,
    actual,
    where: option,
  });

/** A day as an option gives it, `YYYY-MM-DD`. */
export function dayOption(option: string, value: string): string {
  const parsed = new Date(`${value}T00:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(parsed.getTime());
  if (isDay && parsed.toISOString().startsWith(value)) return value;
  throw badOption(option, 'a day YYYY-MM-DD', value);
}

/** A number as an option gives it. */
export function numberOption(option: string, value: string, minimum: number): number {
  const number = Number(value);
  if (value.trim() !== '' && Number.isFinite(number) && number >= minimum) return number;
  throw badOption(option, `a number of at least ${minimum}`, value);
}
