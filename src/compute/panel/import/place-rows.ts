import { sharedFloats } from '../shared-arrays.ts';
import type { BadRowLog } from './bad-rows.ts';
import type { DailyFile } from './bar-file.ts';
import type { BarRows } from './bar-rows.ts';
import { type DayKey, formatDay } from './cell-readers.ts';
import type { MarketFrame } from './market-frame.ts';

/** Figures of all files of a kind by column, [days x symbols] each; NaN where no row was. */
export type PlacedFigures = Map<string, Float64Array>;

/** Puts daily rows into panel order. Of rows for the same place the first stays and the others are logged. */
export function placeRows(files: readonly DailyFile[], frame: MarketFrame, log: BadRowLog): PlacedFigures {
  const cells = frame.days.length * frame.symbols.length;
  const names = new Set(files.flatMap(({ rows }) => rows.columns));
  const placed: PlacedFigures = new Map([...names].map((name) => [name, sharedFloats(cells)]));
  const taken = new Uint8Array(cells);
  for (const { rows } of files) placeFile(rows, { frame, taken, placed, log });
  return placed;
}

interface Placing {
  readonly frame: MarketFrame;
  readonly taken: Uint8Array;
  readonly placed: PlacedFigures;
  readonly log: BadRowLog;
}

function placeFile(rows: BarRows, { frame, taken, placed, log }: Placing): void {
  const columns = rows.columns.map((name) => [rows.column(name)!, placed.get(name)!] as const);
  const width = frame.symbols.length;
  for (let row = 0; row < rows.length; row++) {
    const symbol = frame.columnOfSymbol[rows.symbols[row]!]!;
    if (symbol < 0) continue;
    const cell = frame.rowOfDay.get(rows.days[row]!)! * width + symbol;
    if (taken[cell] === 1) {
      const value = describePlace(rows.days[row]!, 0, frame.symbols[symbol]!);
      log.add({ file: rows.file, line: rows.lines[row]!, column: 'symbol', value, reason: 'DUPLICATE' });
      continue;
    }
    taken[cell] = 1;
    for (let c = 0; c < columns.length; c++) columns[c]![1][cell] = columns[c]![0][row]!;
  }
}

/** Day, time (unless it is midnight) and symbol, for people. */
export function describePlace(day: DayKey, stamp: number, symbol: string): string {
  const time = `${String(Math.floor(stamp / 60)).padStart(2, '0')}:${String(stamp % 60).padStart(2, '0')}`;
  return [formatDay(day), ...(stamp === 0 ? [] : [time]), symbol].join(' ');
}
