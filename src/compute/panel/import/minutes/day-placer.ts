import { basename } from 'node:path';
import type { BadRowLog } from '../bad-rows.ts';
import type { DayKey } from '../cell-readers.ts';
import type { MarketFrame } from '../market-frame.ts';
import { describePlace } from '../place-rows.ts';
import type { BarSession } from '../session.ts';
import { type MinuteSpill, PLACE_NUMBERS, placeOf } from './minute-spill.ts';

/** Lines of one file below this; a taken cell tells file and line in one number. */
const LINES = 2 ** 33;

/**
 * Puts the minute rows of one day after another into panel order. Of rows for the same place the first stays and the
 * others are logged; so are bars whose time is not one of the session's. Memory: the figures of one day.
 */
export class DayPlacer {
  /** [bars x symbols] of each field; NaN where no row was. */
  private readonly figures: ReadonlyMap<string, Float64Array>;
  /** File and line of the row that has a cell; 0 = none. [bars x symbols] */
  private readonly taken: Float64Array;
  private readonly targets: readonly (readonly [number, Float64Array])[];

  constructor(
    private readonly spill: MinuteSpill,
    private readonly frame: MarketFrame,
    private readonly session: BarSession,
    private readonly log: BadRowLog,
  ) {
    const cells = session.stamps.length * frame.symbols.length;
    const fields = spill.columns.filter((name) => spill.present.has(name));
    this.figures = new Map(fields.map((name) => [name, new Float64Array(cells)]));
    this.taken = new Float64Array(cells);
    this.targets = [...this.figures].map(
      ([name, values]) => [PLACE_NUMBERS + spill.columns.indexOf(name), values] as const,
    );
  }

  /** The figures of a day; null without any bar. They are only valid until the next day is placed. */
  place(day: DayKey): ReadonlyMap<string, Float64Array> | null {
    let placed = 0;
    this.spill.eachPart(day, (rows, count) => {
      if (placed === 0) this.clear();
      for (let row = 0; row < count; row++) placed += this.placeRow(day, rows, row * this.spill.stride);
    });
    return placed === 0 ? null : this.figures;
  }

  private clear(): void {
    this.taken.fill(0);
    for (const values of this.figures.values()) values.fill(Number.NaN);
  }

  /** @returns 1 when the row has found its place */
  private placeRow(day: DayKey, rows: Float64Array, at: number): number {
    const { frame, session, taken } = this;
    const { file, stamp, symbol } = placeOf(rows[at]!);
    const column = frame.columnOfSymbol[symbol]!;
    if (column < 0) return 0;
    const line = rows[at + 1]!;
    const bar = session.barOfStamp[stamp]!;
    const cell = bar * frame.symbols.length + column;
    if (bar < 0 || taken[cell] !== 0) {
      this.refuse(file, line, describePlace(day, stamp, frame.symbols[column]!), bar < 0 ? 0 : taken[cell]!);
      return 0;
    }
    taken[cell] = file * LINES + line;
    for (const [from, values] of this.targets) values[cell] = rows[at + from]!;
    return 1;
  }

  private refuse(file: number, line: number, place: string, first: number): void {
    const where = { file: this.spill.files[file]!, line };
    if (first === 0) {
      this.log.add({ ...where, column: 'time', value: place, reason: 'IRREGULAR_STAMP' });
      return;
    }
    const firstFile = Math.floor(first / LINES);
    const elsewhere = firstFile === file ? '' : ` of ${basename(this.spill.files[firstFile]!)}`;
    const value = `${place}, as line ${first % LINES}${elsewhere}`;
    this.log.add({ ...where, column: 'symbol', value, reason: 'DUPLICATE' });
  }
}
