import type { BadRowReason } from './bad-rows.ts';
import type { BarFile, BarReading } from './bar-file.ts';
import type { RowSink } from './bar-rows.ts';
import { type Cell, type DayKey, NOT_FINITE, readDay, readFlag, readNumber } from './cell-readers.ts';
import type { ColumnPlan, FigureColumn } from './column-plan.ts';
import { type Fault, PlaceReader } from './place-reader.ts';

/** Understands the rows of one file: sound ones are handed on, others logged. */
export class RowReader {
  private readonly rows: RowSink;
  private readonly places: PlaceReader;
  private readonly figures: Float64Array;
  private readonly days = new Set<DayKey>();
  private readonly prices: readonly number[];
  /** -1 in files without volume. */
  private readonly volume: number;
  private suspendedRows = 0;

  constructor(
    private readonly reading: BarReading,
    private readonly plan: ColumnPlan,
  ) {
    this.places = new PlaceReader(reading, plan);
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
    const { plan } = this;
    const { place } = this.places;
    if (cells.length !== plan.width) {
      return { column: '', value: `${cells.length} of ${plan.width}`, reason: 'COLUMN_COUNT' };
    }
    const fault = this.places.read(cells) ?? this.readFigures(cells);
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
