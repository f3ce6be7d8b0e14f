import { invariant } from '../../../../core/outcome/refusal.ts';
import { MOST_SYMBOLS, type RowPlace, type RowSink } from '../bar-rows.ts';
import type { DayKey } from '../cell-readers.ts';
import type { SpillStore } from './spill-store.ts';

/** Numbers before the figures of a row: where it belongs and stood, in one, and its line. */
export const PLACE_NUMBERS = 2;
const MINUTES_A_DAY = 1440;
const STAMPS = 2 ** 11;
/** File, stamp and symbol together stay whole numbers of at most 52 bits. */
const MOST_FILES = 2 ** 21;
const FIRST_CAPACITY = 4096;
/** Rows that are sorted in memory, by default. */
const BATCH_BYTES = 128 * 2 ** 20;
const WRITE_BYTES = 8 * 2 ** 20;

/** Rows of one day within a batch. */
interface Segment {
  readonly offset: number;
  readonly rows: number;
}

/**
 * Minute rows on their way from the order of the files to the order of the days, in bounded memory: rows are gathered until a
 * batch is full, sorted by day and written; later a day is read from every batch. Within a day rows keep the order of the files.
 * A row is `[place, line, figures...]`, float64 each.
 */
export class MinuteSpill {
  /** Rows of each minute of the day. */
  readonly stampCounts = new Float64Array(MINUTES_A_DAY);
  /** Numbers of the symbols that have a row. */
  readonly symbols = new Set<number>();
  /** Columns that some file has. */
  readonly present = new Set<string>();
  readonly files: string[] = [];
  /** Float64 numbers of a row. */
  readonly stride: number;
  rows = 0;

  private readonly dayNumbers = new Map<DayKey, number>();
  private readonly segments: Segment[][] = [];
  private readonly rowsPerBatch: number;
  private batch: Float64Array;
  private dayOfRow: Int32Array;
  private held = 0;

  /** @param columns names of all figures that a file may have; those that it has not are missing */
  constructor(
    readonly columns: readonly string[],
    private readonly store: SpillStore,
    batchBytes = BATCH_BYTES,
  ) {
    this.stride = PLACE_NUMBERS + columns.length;
    this.rowsPerBatch = Math.max(1, Math.floor(batchBytes / (8 * this.stride)));
    const capacity = Math.min(FIRST_CAPACITY, this.rowsPerBatch);
    this.batch = new Float64Array(capacity * this.stride);
    this.dayOfRow = new Int32Array(capacity);
  }

  /** Days that have a row. */
  get dayCount(): number {
    return this.dayNumbers.size;
  }

  /** Where the rows of the next file go. */
  beginFile(path: string, columns: readonly string[]): RowSink {
    const file = this.files.push(path) - 1;
    invariant(file < MOST_FILES, `at most ${MOST_FILES} minute files`);
    const targets = columns.map((name) => this.columns.indexOf(name));
    invariant(!targets.includes(-1), 'minute files have the columns of minute bars');
    for (const name of columns) this.present.add(name);
    return { add: (place, figures) => this.add(file, place, figures, targets) };
  }

  /** Writes what is still held; call it before rows are read. */
  finish(): void {
    this.flush();
    this.batch = new Float64Array(0);
    this.dayOfRow = new Int32Array(0);
  }

  /** Hands over the rows of a day, batch by batch, in the order of the files. The array is only valid during the call. */
  eachPart(day: DayKey, visit: (rows: Float64Array, count: number) => void): void {
    for (const { offset, rows } of this.segments[this.dayNumbers.get(day) ?? -1] ?? []) {
      const part = new Float64Array(rows * this.stride);
      this.store.read(offset, new Uint8Array(part.buffer));
      visit(part, rows);
    }
  }

  close(): void {
    this.store.close();
  }

  private add(
    file: number,
    { day, stamp, symbol, line }: RowPlace,
    figures: Float64Array,
    targets: number[],
  ): void {
    if (this.held === this.dayOfRow.length) this.makeRoom();
    const { batch } = this;
    this.stampCounts[stamp]!++;
    this.symbols.add(symbol);
    this.dayOfRow[this.held] = this.numberOfDay(day);
    const at = this.held++ * this.stride;
    batch[at] = (file * STAMPS + stamp) * MOST_SYMBOLS + symbol;
    batch[at + 1] = line;
    if (targets.length !== this.columns.length) batch.fill(Number.NaN, at + PLACE_NUMBERS, at + this.stride);
    for (let c = 0; c < targets.length; c++) batch[at + PLACE_NUMBERS + targets[c]!] = figures[c]!;
    this.rows++;
  }

  private numberOfDay(day: DayKey): number {
    const known = this.dayNumbers.get(day);
    if (known !== undefined) return known;
    this.dayNumbers.set(day, this.segments.length);
    return this.segments.push([]) - 1;
  }

  private makeRoom(): void {
    const capacity = this.dayOfRow.length;
    if (capacity === this.rowsPerBatch) {
      this.flush();
      return;
    }
    const wider = Math.min(this.rowsPerBatch, capacity * 2);
    const batch = new Float64Array(wider * this.stride);
    batch.set(this.batch);
    this.batch = batch;
    const days = new Int32Array(wider);
    days.set(this.dayOfRow);
    this.dayOfRow = days;
  }

  /** Writes the batch sorted by day (by counting, so that rows of a day keep their order), some megabytes at a time. */
  private flush(): void {
    if (this.held === 0) return;
    const { stride, batch } = this;
    const { order, counts } = this.orderByDay();
    const piece = new Float64Array(Math.min(this.held, Math.ceil(WRITE_BYTES / (8 * stride))) * stride);
    let offset = 0;
    let filled = 0;
    let written = 0;
    for (const row of order) {
      for (let k = 0; k < stride; k++) piece[filled++] = batch[row * stride + k]!;
      if (filled < piece.length) continue;
      const at = this.store.append(new Uint8Array(piece.buffer));
      if (written === 0) offset = at;
      written += filled;
      filled = 0;
    }
    if (filled > 0) {
      const at = this.store.append(new Uint8Array(piece.buffer, 0, 8 * filled));
      if (written === 0) offset = at;
    }
    for (const [day, rows] of counts.entries()) {
      if (rows === 0) continue;
      this.segments[day]!.push({ offset, rows });
      offset += 8 * stride * rows;
    }
    this.held = 0;
  }

  private orderByDay(): { readonly order: Uint32Array; readonly counts: Uint32Array } {
    const counts = new Uint32Array(this.segments.length);
    for (let row = 0; row < this.held; row++) counts[this.dayOfRow[row]!]!++;
    const next = new Uint32Array(counts.length);
    for (let day = 1; day < counts.length; day++) next[day] = next[day - 1]! + counts[day - 1]!;
    const order = new Uint32Array(this.held);
    for (let row = 0; row < this.held; row++) order[next[this.dayOfRow[row]!]!++] = row;
    return { order, counts };
  }
}

/** What the place of a row says. */
export function placeOf(place: number): {
  readonly file: number;
  readonly stamp: number;
  readonly symbol: number;
} {
  const high = Math.floor(place / MOST_SYMBOLS);
  return { file: Math.floor(high / STAMPS), stamp: high % STAMPS, symbol: place % MOST_SYMBOLS };
}
