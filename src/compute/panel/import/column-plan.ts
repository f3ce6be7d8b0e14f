import { Refusal } from '../../../core/outcome/refusal.ts';
import { COLUMN_ROLES, type ColumnRole, type DeclaredColumn, type MarketImport } from './import-options.ts';
import { scaleOf } from './units.ts';

/** How a figure is checked and what a blank means. */
export type FigureRule =
  | 'price'
  | 'volume'
  | 'amount'
  | 'factor'
  | 'flag'
  | 'optionalPrice'
  | 'free'
  | 'date';

export interface FigureColumn {
  /** Role, or name of the declared field. */
  readonly name: string;
  /** As the file calls it. */
  readonly column: string;
  readonly index: number;
  readonly scale: number;
  readonly rule: FigureRule;
}

/** Which column of one file is what. */
export interface ColumnPlan {
  readonly width: number;
  readonly date: number;
  /** Equal to `date` when one column holds both; -1 in daily files. */
  readonly time: number;
  readonly symbol: number;
  readonly names: { readonly date: string; readonly time: string; readonly symbol: string };
  readonly figures: readonly FigureColumn[];
  /** Columns that nothing was said of; they are left out. */
  readonly ignored: readonly string[];
}

const RULES: Partial<Readonly<Record<ColumnRole, FigureRule>>> = {
  open: 'price',
  high: 'price',
  low: 'price',
  close: 'price',
  volume: 'volume',
  amount: 'amount',
  turnover: 'free',
  vwap: 'optionalPrice',
  float_cap: 'optionalPrice',
  adj_factor: 'factor',
  is_st: 'flag',
  prev_close: 'optionalPrice',
  limit_up: 'optionalPrice',
  limit_down: 'optionalPrice',
  list_date: 'date',
};

const ALIASES: Partial<Readonly<Record<ColumnRole, readonly string[]>>> = {
  date: ['trade_date', 'day', 'datetime'],
  time: ['datetime'],
  symbol: ['code', 'ticker', 'ts_code'],
  adj_factor: ['adjfactor'],
  prev_close: ['pre_close'],
  limit_up: ['up_limit'],
  limit_down: ['down_limit'],
  list_date: ['listed_on', 'ipo_date'],
};

const NEEDED_ROLES: readonly ColumnRole[] = ['open', 'high', 'low', 'close'];
const MINUTE_ROLES: readonly ColumnRole[] = [...NEEDED_ROLES, 'volume', 'amount'];

/** Name of a declared column in formulas. */
export const declaredName = (declared: DeclaredColumn): string =>
  declared.name ??
  (declared.file === 'minutes' ? declared.column.toLowerCase() : declared.column.toUpperCase());

/** Names of all figures that a minute file may hold. */
export const minuteColumns = ({ fields = [] }: MarketImport): string[] => [
  ...MINUTE_ROLES,
  ...fields.filter(({ file }) => file === 'minutes').map(declaredName),
];

/**
 * Finds the columns of a daily or minute file by its header.
 * @throws Refusal DATASET_INVALID when a needed or a named column is missing, or a name stands twice
 */
export function planColumns(
  file: string,
  kind: 'daily' | 'minutes',
  header: readonly string[],
  options: MarketImport,
): ColumnPlan {
  const names = header.map((name) => name.trim());
  const keys = names.map((name) => name.toLowerCase());
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw headerRefusal(file, names, `column ${twice} once`);
  const find = (role: ColumnRole): number => findColumn(file, names, keys, role, options.columns?.[role]);
  const need = (role: ColumnRole): number => {
    const index = find(role);
    if (index < 0) throw headerRefusal(file, names, `a column ${role}`);
    return index;
  };
  const roles = kind === 'minutes' ? MINUTE_ROLES : COLUMN_ROLES.filter((role) => RULES[role] !== undefined);
  const figures: FigureColumn[] = [];
  for (const role of roles) {
    const index = NEEDED_ROLES.includes(role) ? need(role) : find(role);
    if (index < 0) continue;
    const scale = scaleOf(role, options.units?.[role]);
    figures.push({ name: role, column: names[index]!, index, scale, rule: RULES[role]! });
  }
  for (const declared of options.fields ?? []) {
    if ((declared.file ?? 'daily') !== kind) continue;
    const index = names.indexOf(declared.column);
    if (index < 0) throw headerRefusal(file, names, `the declared column ${declared.column}`);
    const scale = declared.scale ?? 1;
    figures.push({ name: declaredName(declared), column: declared.column, index, scale, rule: 'free' });
  }
  const [date, symbol] = [need('date'), need('symbol')];
  const time = kind === 'minutes' ? need('time') : -1;
  const used = new Set([date, symbol, time, ...figures.map(({ index }) => index)]);
  return {
    width: names.length,
    date,
    time,
    symbol,
    names: { date: names[date]!, time: names[time] ?? '', symbol: names[symbol]! },
    figures,
    ignored: names.filter((_, index) => !used.has(index)),
  };
}

function findColumn(
  file: string,
  names: readonly string[],
  keys: readonly string[],
  role: ColumnRole,
  mapped: string | undefined,
): number {
  if (mapped !== undefined) {
    const exact = names.indexOf(mapped);
    const index = exact >= 0 ? exact : keys.indexOf(mapped.toLowerCase());
    if (index < 0) throw headerRefusal(file, names, `the column ${mapped} that ${role} is mapped to`);
    return index;
  }
  for (const name of [role, ...(ALIASES[role] ?? [])]) {
    const index = keys.indexOf(name);
    if (index >= 0) return index;
  }
  return -1;
}

export function headerRefusal(file: string, names: readonly string[], expected: string): Refusal {
  const actual = names.join(', ');
  return new Refusal('DATASET_INVALID', `${file} does not have the columns that it should`, {
    expected,
    actual: actual.length > 400 ? `${actual.slice(0, 400)}...` : actual,
    where: `${file}:1`,
    remedy: 'Name the column in the mapping (columns), or give the file a header row.',
  });
}
