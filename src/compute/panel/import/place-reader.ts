import type { BadRowReason } from './bad-rows.ts';
import type { BarReading } from './bar-file.ts';
import { type Cell, type DayKey, readDay, readSymbol, readTime } from './cell-readers.ts';
import type { ColumnPlan } from './column-plan.ts';
import { ownText } from './own-text.ts';

/** A row that cannot be taken: thrown and caught within the reading of one row, so it carries no trace. */
export interface Fault {
  readonly column: string;
  readonly value: Cell;
  readonly reason: BadRowReason;
}

/** Different texts that are remembered with their meaning: few stand for the days, times and symbols of a file. */
const REMEMBERED = 100_000;

/** Understands where the rows of one file belong: day, time of day and symbol. */
export class PlaceReader {
  readonly place = { day: 0, stamp: 0, symbol: 0, line: 0 };
  private readonly dayOfText = new Map<string, DayKey>();
  private readonly stampOfText = new Map<string, number>();
  private readonly symbolOfText = new Map<string, number>();

  constructor(
    private readonly reading: BarReading,
    private readonly plan: ColumnPlan,
  ) {}

  /** Sets `place`, all but its line. */
  read(cells: readonly Cell[]): Fault | null {
    const { plan, place, reading } = this;
    const date = cells[plan.date];
    const together = plan.time === plan.date;
    const cut = together && typeof date === 'string' ? endOfDate(date) : -1;
    const day = this.dayOf(cut < 0 ? date : (date as string).slice(0, cut), together);
    if (typeof day !== 'number') return { column: plan.names.date, value: date, reason: day };
    if (day > reading.lastDay) return { column: plan.names.date, value: date, reason: 'FUTURE_DATE' };
    place.day = day;
    const symbol = this.symbolOf(cells[plan.symbol]);
    if (symbol === null) {
      return { column: plan.names.symbol, value: cells[plan.symbol], reason: 'NO_SYMBOL' };
    }
    place.symbol = symbol;
    if (plan.time < 0) return null;
    const stamp = this.stampOf(cut < 0 ? cells[plan.time] : (date as string).slice(cut + 1));
    if (typeof stamp !== 'number') {
      return { column: plan.names.time, value: cells[plan.time], reason: stamp };
    }
    place.stamp = stamp;
    return null;
  }

  private dayOf(cell: Cell, together: boolean): ReturnType<typeof readDay> {
    if (typeof cell !== 'string') {
      return readDay(together && cell instanceof Date ? cell.toISOString().slice(0, 10) : cell);
    }
    const known = this.dayOfText.get(cell);
    if (known !== undefined) return known;
    const day = readDay(cell);
    if (typeof day === 'number') remember(this.dayOfText, cell, day);
    return day;
  }

  private stampOf(cell: Cell): ReturnType<typeof readTime> {
    if (typeof cell !== 'string') return readTime(cell);
    const known = this.stampOfText.get(cell);
    if (known !== undefined) return known;
    const stamp = readTime(cell);
    if (typeof stamp === 'number') remember(this.stampOfText, cell, stamp);
    return stamp;
  }

  /** Number of the symbol; null where the cell holds none. */
  private symbolOf(cell: Cell): number | null {
    const known = typeof cell === 'string' ? this.symbolOfText.get(cell) : undefined;
    if (known !== undefined) return known;
    const symbol = readSymbol(cell);
    if (symbol === null) return null;
    const number = this.reading.symbols.numberOf(symbol);
    if (typeof cell === 'string') remember(this.symbolOfText, cell, number);
    return number;
  }
}

function remember(meanings: Map<string, number>, text: string, meaning: number): void {
  if (meanings.size < REMEMBERED) meanings.set(ownText(text), meaning);
}

/** Where the date of a text with date and time ends: at its first blank or T; -1 of a date alone. */
function endOfDate(text: string): number {
  const blank = text.indexOf(' ');
  return blank >= 0 ? blank : text.indexOf('T');
}
