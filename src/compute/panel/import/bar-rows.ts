/** Names met in the files, numbered in the order in which they came. */
export class SymbolTable {
  private readonly numbers = new Map<string, number>();
  readonly names: string[] = [];

  numberOf(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    this.numbers.set(name, this.names.length);
    this.names.push(name);
    return this.names.length - 1;
  }
}

const FIRST_CAPACITY = 4096;

/**
 * The sound rows of one file in columns: about 12 bytes a row and 8 for each figure, nothing on the heap.
 * Capacity doubles as rows come.
 */
export class BarRows {
  length = 0;
  days = new Int32Array(FIRST_CAPACITY);
  /** Minutes after midnight; 0 in daily files. */
  stamps = new Int16Array(FIRST_CAPACITY);
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

  add(place: { day: number; stamp: number; symbol: number; line: number }, figures: Float64Array): void {
    if (this.length === this.days.length) this.grow();
    const row = this.length++;
    this.days[row] = place.day;
    this.stamps[row] = place.stamp;
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
    const widen = <T extends Int32Array | Int16Array | Uint32Array | Float64Array>(wide: T, narrow: T): T => {
      wide.set(narrow);
      return wide;
    };
    this.days = widen(new Int32Array(capacity), this.days);
    this.stamps = widen(new Int16Array(capacity), this.stamps);
    this.symbols = widen(new Int32Array(capacity), this.symbols);
    this.lines = widen(new Uint32Array(capacity), this.lines);
    this.figures = this.figures.map((figures) => widen(new Float64Array(capacity), figures));
  }
}
