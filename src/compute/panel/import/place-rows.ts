import { sharedFloats } from '../shared-arrays.ts';
import type { BadRowLog } from './bad-rows.ts';
import type { BarFile } from './bar-file.ts';
import type { BarRows } from './bar-rows.ts';
import { formatDay } from './cell-readers.ts';
import type { MarketFrame } from './market-frame.ts';
import type { BarSession } from './session.ts';

/** Figures of all files of a kind, each [days x symbols] or [days x bars x symbols]; NaN where no row was. */
export type PlacedFigures = Map<string, Float64Array>;

/**
 * Puts rows into panel order. Of rows for the same place the first stays and the others are logged; so are bars
 * whose time is not one of the session's.
 * @param session null for daily files
 */
export function placeRows(
  files: readonly BarFile[],
  frame: MarketFrame,
  session: BarSession | null,
  log: BadRowLog,
): PlacedFigures {
  const bars = session?.stamps.length ?? 1;
  const cells = frame.days.length * bars * frame.symbols.length;
  const names = new Set(files.flatMap(({ rows }) => rows.columns));
  const placed: PlacedFigures = new Map([...names].map((name) => [name, sharedFloats(cells)]));
  const taken = new Uint8Array(cells);
  for (const { rows } of files) placeFile(rows, { frame, session, bars, taken, placed, log });
  return placed;
}

interface Placing {
  readonly frame: MarketFrame;
  readonly session: BarSession | null;
  readonly bars: number;
  readonly taken: Uint8Array;
  readonly placed: PlacedFigures;
  readonly log: BadRowLog;
}

function placeFile(rows: BarRows, { frame, session, bars, taken, placed, log }: Placing): void {
  const columns = rows.columns.map((name) => [rows.column(name)!, placed.get(name)!] as const);
  const width = frame.symbols.length;
  for (let row = 0; row < rows.length; row++) {
    const symbol = frame.columnOfSymbol[rows.symbols[row]!]!;
    if (symbol < 0) continue;
    const bar = session === null ? 0 : session.barOfStamp[rows.stamps[row]!]!;
    const where = { file: rows.file, line: rows.lines[row]! };
    if (bar < 0) {
      log.add({
        ...where,
        column: 'time',
        value: describe(rows, row, frame, symbol),
        reason: 'IRREGULAR_STAMP',
      });
      continue;
    }
    const cell = (frame.rowOfDay.get(rows.days[row]!)! * bars + bar) * width + symbol;
    if (taken[cell] === 1) {
      log.add({ ...where, column: 'symbol', value: describe(rows, row, frame, symbol), reason: 'DUPLICATE' });
      continue;
    }
    taken[cell] = 1;
    for (let c = 0; c < columns.length; c++) columns[c]![1][cell] = columns[c]![0][row]!;
  }
}

function describe(rows: BarRows, row: number, frame: MarketFrame, symbol: number): string {
  const minutes = rows.stamps[row]!;
  const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
  return [formatDay(rows.days[row]!), ...(minutes === 0 ? [] : [time]), frame.symbols[symbol]].join(' ');
}
