import { Refusal } from '../../../core/outcome/refusal.ts';
import type { SymbolTable } from './bar-rows.ts';
import { type DayKey, formatDay } from './cell-readers.ts';

/** Rows and columns of the panel to be: ascending days and symbols, and where the files' own numbers lie in them. */
export interface MarketFrame {
  readonly dayKeys: readonly DayKey[];
  readonly days: readonly string[];
  readonly symbols: readonly string[];
  readonly rowOfDay: ReadonlyMap<DayKey, number>;
  /** Column of each number of the symbol table; -1 = left out. */
  readonly columnOfSymbol: Int32Array;
}

/**
 * @param days that the files name
 * @param kept numbers of the symbols that are kept
 * @throws Refusal DATASET_INVALID when no sound row is left
 */
export function frameMarket(
  days: ReadonlySet<DayKey>,
  kept: ReadonlySet<number>,
  table: SymbolTable,
): MarketFrame {
  const order = [...kept];
  // Code point order, not a locale's: the same on every machine.
  order.sort((a, b) => (table.names[a]! < table.names[b]! ? -1 : 1));
  const columnOfSymbol = new Int32Array(table.names.length).fill(-1);
  for (const [column, number] of order.entries()) columnOfSymbol[number] = column;
  const dayKeys = [...days].sort((a, b) => a - b);
  if (order.length === 0 || dayKeys.length === 0) {
    throw new Refusal('DATASET_INVALID', 'the files hold no stock that was traded', {
      expected: 'at least one sound row with trades',
      actual: 'none',
      remedy: 'Check that the files hold rows below their header.',
    });
  }
  return {
    dayKeys,
    days: dayKeys.map(formatDay),
    symbols: order.map((number) => table.names[number]!),
    rowOfDay: new Map(dayKeys.map((key, row) => [key, row])),
    columnOfSymbol,
  };
}
