import { Refusal } from '../../../core/outcome/refusal.ts';
import type { BarFile } from './bar-file.ts';
import type { SymbolTable } from './bar-rows.ts';
import { type DayKey, formatDay } from './cell-readers.ts';
import type { MarketImport } from './import-options.ts';

/** Rows and columns of the panel to be: ascending days and symbols, and where the files' own numbers lie in them. */
export interface MarketFrame {
  readonly dayKeys: readonly DayKey[];
  readonly days: readonly string[];
  readonly symbols: readonly string[];
  readonly rowOfDay: ReadonlyMap<DayKey, number>;
  /** Column of each number of the symbol table; -1 = left out. */
  readonly columnOfSymbol: Int32Array;
}

/** @throws Refusal DATASET_INVALID when no sound row is left */
export function frameMarket(
  daily: readonly BarFile[],
  minutes: readonly BarFile[],
  table: SymbolTable,
  options: MarketImport,
): MarketFrame {
  const keepers = minutes.length > 0 && options.symbols !== 'daily' ? minutes : [...daily, ...minutes];
  const kept = new Uint8Array(table.names.length);
  for (const { rows } of keepers) for (let row = 0; row < rows.length; row++) kept[rows.symbols[row]!] = 1;
  const order = [...table.names.keys()].filter((number) => kept[number] === 1);
  // Code point order, not a locale's: the same on every machine.
  order.sort((a, b) => (table.names[a]! < table.names[b]! ? -1 : 1));
  const columnOfSymbol = new Int32Array(table.names.length).fill(-1);
  for (const [column, number] of order.entries()) columnOfSymbol[number] = column;
  const dayKeys = [...new Set([...daily, ...minutes].flatMap(({ days }) => [...days]))].sort((a, b) => a - b);
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

/** @throws Refusal DATASET_TOO_LARGE before any memory is taken */
export function checkSize(
  frame: MarketFrame,
  columns: { daily: number; minutes: number; bars: number },
  maximumBytes: number,
): void {
  const cells = frame.days.length * frame.symbols.length;
  const bytes = 8 * cells * (columns.daily + columns.minutes * columns.bars);
  if (bytes <= maximumBytes) return;
  throw new Refusal('DATASET_TOO_LARGE', 'the panel would not fit', {
    expected: `at most ${(maximumBytes / 2 ** 30).toFixed(1)} GiB`,
    actual: `${frame.days.length} days x ${frame.symbols.length} symbols x ${columns.bars} bars: ${(bytes / 2 ** 30).toFixed(1)} GiB`,
    remedy: 'Import fewer years or symbols, or coarser bars, or raise the limit (maximumBytes).',
  });
}
