import { Refusal } from '../../../core/outcome/refusal.ts';
import type { DayKey } from './cell-readers.ts';
import { ownText } from './own-text.ts';

/** More names than this are no stocks: another column was taken for the symbol. */
export const MOST_SYMBOLS = 2 ** 20;

/** Names met in the files, numbered in the order in which they came. */
export class SymbolTable {
  private readonly numbers = new Map<string, number>();
  readonly names: string[] = [];

  /** @throws Refusal DATASET_TOO_LARGE beyond a million names */
  numberOf(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    if (this.names.length === MOST_SYMBOLS) throw tooManySymbols(name);
    const own = ownText(name);
    this.numbers.set(own, this.names.length);
    this.names.push(own);
    return this.names.length - 1;
  }
}

const tooManySymbols = (name: string): Refusal =>
  new Refusal('DATASET_TOO_LARGE', 'the files name too many symbols', {
    expected: `at most ${MOST_SYMBOLS}`,
    actual: `more; one of them is ${name}`,
    remedy: 'Check which column holds the symbol (columns).',
  });

/** Where a row belongs, and where it stood. */
export interface RowPlace {
  readonly day: DayKey;
  /** Minutes after midnight; 0 in daily files. */
  readonly stamp: number;
  /** Number of the symbol table. */
  readonly symbol: number;
  readonly line: number;
}

/** Takes the sound rows of one file. Neither argument outlives the call. */
export interface RowSink {
  add(place: RowPlace, figures: Float64Array): void;
}

const FIRST_CAPACITY = 4096;

/**
 * The sound rows of one daily file in columns: about 12 bytes a row and 8 for each figure, nothing on the heap.
 * Capacity doubles as rows come.
 */
export class BarRows implements RowSink {
  length = 0;
  days = new Int32Array(FIRST_CAPACITY);
  symbols = new Int32Array(FIRST_CAPACITY);
  lines = new Uint32Array(FIRST_CAPACITY);
  figures: Float64Array[];

  /** @param columns names of the figures, in the order in which `add` takes them */
  constructor(
    readonly file: string,
    readonly columns: readonly string[],
  ) {
    this.figures = columns.map(() => new Float64Array(FIRST_CAPACITY));
  }

  add(place: RowPlace, figures: Float64Array): void {
    if (this.length === this.days.length) this.grow();
    const row = this.length++;
    this.days[row] = place.day;
    this.symbols[row] = place.symbol;
    this.lines[row] = place.line;
    for (let c = 0; c < this.figures.length; c++) this.figures[c]![row] = figures[c]!;
  }

  /** Figures of a column, or null where the file has none of that name. */
  column(name: string): Float64Array | null {
    return this.figures[this.columns.indexOf(name)] ?? null;
  }

  private grow(): void {
    const capacity = this.days.length * 2;
    const widen = <T extends Int32Array | Uint32Array | Float64Array>(wide: T, narrow: T): T => {
      wide.set(narrow);
      return wide;
    };
    this.days = widen(new Int32Array(capacity), this.days);
    this.symbols = widen(new Int32Array(capacity), this.symbols);
    this.lines = widen(new Uint32Array(capacity), this.lines);
    this.figures = this.figures.map((figures) => widen(new Float64Array(capacity), figures));
  }
}
