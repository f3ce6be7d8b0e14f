import { Refusal } from '../../../core/outcome/refusal.ts';
import { isFieldName } from '../../../core/program/fields.ts';
import { sharedFloats } from '../shared-arrays.ts';
import type { BadRowLog, BadRowReason } from './bad-rows.ts';
import { type Cell, type DayKey, NOT_FINITE, readDay, readNumber } from './cell-readers.ts';
import { headerRefusal } from './column-plan.ts';
import { DEFAULT_MARKET_COLUMNS, lastDayOf, type MarketImport } from './import-options.ts';
import type { MarketFrame } from './market-frame.ts';
import { readTable } from './read-table.ts';
import type { OnBytes } from './table-sink.ts';

export interface MarketVectors {
  /** [days] each; NaN on days that the file does not name. */
  readonly vectors: Map<string, Float64Array>;
  /** Days of the panel without a row here. */
  readonly missingDays: number;
}

export interface VectorReading {
  readonly path: string;
  readonly options: MarketImport;
  readonly frame: MarketFrame;
  readonly log: BadRowLog;
  readonly onBytes: OnBytes;
}

/** Streams the market file: one row a day. Days that the panel has not are left out. @throws Refusal as `readBars` */
export async function readVectors(reading: VectorReading): Promise<MarketVectors> {
  const { path, frame, log } = reading;
  let plan: VectorPlan | null = null;
  const vectors = new Map<string, Float64Array>();
  const seen = new Set<DayKey>();
  const lastDay = lastDayOf(reading.options);
  const header = (names: readonly string[]): void => {
    plan = planVectors(
      path,
      names.map((name) => name.trim()),
      reading.options,
    );
    for (const { name } of plan.columns) vectors.set(name, sharedFloats(frame.days.length));
  };
  const row = (line: number, cells: readonly Cell[]): void => {
    log.rows++;
    const read = readRow(plan!, cells, seen, lastDay);
    if ('reason' in read) {
      log.add({ file: path, line, ...read });
      return;
    }
    const at = frame.rowOfDay.get(read.day);
    if (at === undefined) return;
    for (const [c, { name }] of plan!.columns.entries()) vectors.get(name)![at] = read.values[c]!;
  };
  await readTable(path, { header, row }, reading.onBytes);
  return { vectors, missingDays: frame.dayKeys.filter((key) => !seen.has(key)).length };
}

interface VectorPlan {
  readonly names: readonly string[];
  readonly date: number;
  readonly columns: readonly { readonly name: string; readonly index: number }[];
}

function planVectors(path: string, names: readonly string[], options: MarketImport): VectorPlan {
  const date = names.findIndex((name) => ['date', 'trade_date', 'day'].includes(name.toLowerCase()));
  if (date < 0) throw headerRefusal(path, names, 'a column date');
  return { names, date, columns: vectorColumns(path, names, options) };
}

function readRow(
  { names, date, columns }: VectorPlan,
  cells: readonly Cell[],
  seen: Set<DayKey>,
  lastDay: DayKey,
): { day: DayKey; values: number[] } | { column: string; value: Cell; reason: BadRowReason } {
  const fault = (index: number, reason: BadRowReason) => ({
    column: names[index] ?? '',
    value: cells[index] ?? `${cells.length} of ${names.length}`,
    reason,
  });
  if (cells.length !== names.length) return fault(-1, 'COLUMN_COUNT');
  const day = readDay(cells[date]);
  if (typeof day !== 'number') return fault(date, day);
  if (day > lastDay) return fault(date, 'FUTURE_DATE');
  if (seen.has(day)) return fault(date, 'DUPLICATE');
  seen.add(day);
  const values = columns.map(({ index }) => readNumber(cells[index]));
  const wrong = values.indexOf(NOT_FINITE);
  return wrong >= 0 ? fault(columns[wrong]!.index, 'NOT_A_NUMBER') : { day, values };
}

function vectorColumns(
  path: string,
  names: readonly string[],
  { marketColumns }: MarketImport,
): { name: string; index: number }[] {
  const keys = names.map((name) => name.toLowerCase());
  if (marketColumns === undefined) {
    const found = Object.entries(DEFAULT_MARKET_COLUMNS).map(([name, columns]) => ({
      name,
      index: keys.findIndex((key) => columns.includes(key)),
    }));
    const present = found.filter(({ index }) => index >= 0);
    if (present.length > 0) return present;
    throw headerRefusal(path, names, `one of ${Object.values(DEFAULT_MARKET_COLUMNS).flat().join(', ')}`);
  }
  return Object.entries(marketColumns).map(([name, column]) => {
    if (!isFieldName(name, 'daily')) {
      throw new Refusal('INVALID_INPUT', `${name} cannot name a market vector`, {
        expected: 'upper case letters, digits and underscores, and not an operator',
        actual: name,
        where: 'marketColumns',
      });
    }
    const index = names.indexOf(column);
    if (index < 0) throw headerRefusal(path, names, `the column ${column} that ${name} is mapped to`);
    return { name, index };
  });
}
