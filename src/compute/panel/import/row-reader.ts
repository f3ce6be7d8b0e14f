import type { BadRowReason } from './bad-rows.ts';
import type { BarFile, BarReading } from './bar-file.ts';
import type { RowSink } from './bar-rows.ts';
import {
  type Cell,
  type DayKey,
  NOT_FINITE,
  readDay,
  readFlag,
  readNumber,
  readSymbol,
  readTime,
} from './cell-readers.ts';
import type { ColumnPlan, FigureColumn } from './column-plan.ts';
import { ownText } from './own-text.ts';

/** A row that cannot be taken: thrown and caught within the reading of one row, so it carries no trace. */
interface Fault {
  readonly column: string;
  readonly value: Cell;
  readonly reason: BadRowReason;
}

/** Different texts that are remembered with their meaning: few stand for the days, times and symbols of a file. */
const REMEMBERED = 100_000;

/** Understands the rows of one file: sound ones are handed on, others logged. */
export class RowReader {
  private readonly rows: RowSink;
  private readonly figures: Float64Array;
  private readonly days = new Set<DayKey>();
  private readonly dayOfText = new Map<string, DayKey>();
  private readonly stampOfText = new Map<string, number>();
  private readonly symbolOfText = new Map<string, number>();
  private readonly place = { day: 0, stamp: 0, symbol: 0, line: 0 };
  private readonly prices: readonly number[];
  /** -1 in files without volume. */
  private readonly volume: number;
  private suspendedRows = 0;

  constructor(
    private readonly reading: BarReading,
    private readonly plan: ColumnPlan,
  ) {
    const names = plan.figures.map(({ name }) => name);
    this.rows = reading.rowsInto(names);
    this.figures = new Float64Array(names.length);
    this.prices = ['open', 'high', 'low', 'close'].map((name) => names.indexOf(name));
    this.volume = names.indexOf('volume');
  }

  read(line: number, cells: readonly Cell[]): void {
    this.reading.log.rows++;
    const fault = this.readRow(line, cells);
    if (fault !== null) this.reading.log.add({ file: this.reading.path, line, ...fault });
  }

  finish(): BarFile {
    const { days, suspendedRows } = this;
    return { days, suspendedRows, ignoredColumns: this.plan.ignored };
  }

  private readRow(line: number, cells: readonly Cell[]): Fault | null {
    const { plan, place } = this;
    if (cells.length !== plan.width) {
      return { column: '', value: `${cells.length} of ${plan.width}`, reason: 'COLUMN_COUNT' };
    }
    const fault = this.readPlace(cells) ?? this.readFigures(cells);
    if (fault !== null) return fault;
    this.days.add(place.day);
    const suspended = this.isSuspension();
    if (suspended) this.suspendedRows++;
    const priced = this.prices.every((c) => this.figures[c]! > 0);
    const asGiven = priced && this.reading.options.suspendedRows === 'asGiven';
    if (suspended && !asGiven) return null;
    const unsound = this.checkBar(cells, suspended);
    if (unsound !== null) return unsound;
    place.line = line;
    this.rows.add(place, this.figures);
    return null;
  }

  private readPlace(cells: readonly Cell[]): Fault | null {
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

  private readFigures(cells: readonly Cell[]): Fault | null {
    const columns = this.plan.figures;
    for (let c = 0; c < columns.length; c++) {
      const column = columns[c]!;
      const cell = cells[column.index];
      const value = readFigure(column, cell);
      if (typeof value !== 'number') return { column: column.column, value: cell, reason: value };
      this.figures[c] = value;
    }
    return null;
  }

  /** Minute bars without trades are bars all the same: only blank or zero prices make one missing. */
  private isSuspension(): boolean {
    const counted = this.volume >= 0;
    if (counted && this.figures[this.volume]! > 0) return false;
    const [open, high, low, close] = this.prices.map((c) => this.figures[c]!);
    const none = (price: number | undefined): boolean => price === undefined || !(price > 0 || price < 0);
    if (none(open) && none(high) && none(low) && none(close)) return true;
    // A suspended day is often written as the last close, repeated; some files leave the open at zero.
    return (
      counted &&
      this.reading.kind === 'daily' &&
      high === low &&
      low === close &&
      (open === close || none(open))
    );
  }

  private checkBar(cells: readonly Cell[], suspended: boolean): Fault | null {
    const columns = this.plan.figures;
    const fault = (c: number, reason: BadRowReason): Fault => {
      const column = columns[c]!;
      return { column: column.column, value: cells[column.index], reason };
    };
    for (const c of this.prices) {
      const price = this.figures[c]!;
      if (Number.isNaN(price)) return fault(c, 'MISSING_VALUE');
      if (price <= 0) return fault(c, 'PRICE_NOT_POSITIVE');
    }
    const uncounted = this.volume >= 0 && Number.isNaN(this.figures[this.volume]!);
    if (uncounted && !suspended) return fault(this.volume, 'MISSING_VALUE');
    const [, high, low] = this.prices;
    if (this.figures[high!]! < this.figures[low!]!) return fault(high!, 'HIGH_BELOW_LOW');
    for (let c = 0; c < columns.length; c++) {
      if (columns[c]!.rule === 'factor' && !(this.figures[c]! > 0)) return fault(c, 'FACTOR_NOT_POSITIVE');
    }
    return null;
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

/** One figure in the unit of the panel, NaN when blank, or what is wrong with it. */
function readFigure({ rule, scale }: FigureColumn, cell: Cell): number | BadRowReason {
  if (rule === 'date') {
    if (cell === null || cell === undefined || cell === '') return Number.NaN;
    return readDay(cell);
  }
  if (rule === 'flag') {
    const flag = readFlag(cell);
    return flag === NOT_FINITE ? 'NOT_A_FLAG' : flag;
  }
  const value = readNumber(cell);
  if (value === NOT_FINITE) return 'NOT_A_NUMBER';
  if (value < 0 && (rule === 'volume' || rule === 'amount')) return 'NEGATIVE_VOLUME';
  if (value < 0 && rule !== 'free' && rule !== 'factor') return 'PRICE_NOT_POSITIVE';
  return value * scale;
}
