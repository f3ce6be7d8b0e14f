import { type Cell, type Cells, type ColumnType, DAY_MS } from './export-column.ts';
import { RepeatedTexts } from './repeated-texts.ts';

/** Postgres counts from 2000-01-01. */
const EPOCH_DAYS = 10_957;
const EPOCH_MS = EPOCH_DAYS * DAY_MS;
const TWO_32 = 2 ** 32;

/** The cells of one column of a batch, as they are read from binary rows. */
export interface CopiedCells {
  push(bytes: Buffer, at: number, length: number): void;
  pushMissing(): void;
  /** What was pushed since the last time. */
  take(): Cells;
}

type ObjectType = Exclude<ColumnType, 'number' | 'integer' | 'day'>;

const READERS: Readonly<
  Record<Exclude<ObjectType, 'text'>, (bytes: Buffer, at: number, length: number) => Cell>
> = {
  long: (bytes, at) => bytes.readBigInt64BE(at),
  flag: (bytes, at) => bytes[at] === 1,
  // Microseconds; their fraction of a millisecond is cut off.
  time: (bytes, at) =>
    Math.floor((bytes.readInt32BE(at) * TWO_32 + bytes.readUInt32BE(at + 4)) / 1000) + EPOCH_MS,
};

/** @param capacity rows that are pushed at most before they are taken */
export function copiedCells(type: ColumnType, capacity: number): CopiedCells {
  switch (type) {
    case 'number':
      return new NumberCells(
        (bytes, at) => bytes.readDoubleBE(at),
        () => new Float64Array(capacity),
      );
    case 'integer':
      return new NumberCells(
        (bytes, at) => bytes.readInt32BE(at),
        () => new Int32Array(capacity),
      );
    case 'day':
      return new NumberCells(
        (bytes, at) => bytes.readInt32BE(at) + EPOCH_DAYS,
        () => new Int32Array(capacity),
      );
    case 'text': {
      const texts = new RepeatedTexts();
      return new ObjectCells((bytes, at, length) => texts.read(bytes, at, length));
    }
    default:
      return new ObjectCells(READERS[type]);
  }
}

class NumberCells implements CopiedCells {
  private values: Float64Array | Int32Array;
  private length = 0;
  private missing: number[] = [];

  constructor(
    private readonly read: (bytes: Buffer, at: number) => number,
    private readonly allocate: () => Float64Array | Int32Array,
  ) {
    this.values = allocate();
  }

  push(bytes: Buffer, at: number): void {
    this.values[this.length++] = this.read(bytes, at);
  }

  pushMissing(): void {
    this.missing.push(this.length++);
  }

  take(): Cells {
    const taken = this.values.subarray(0, this.length);
    const cells: Cells = this.missing.length === 0 ? taken : withMissing(taken, this.missing);
    this.values = this.allocate();
    this.length = 0;
    this.missing = [];
    return cells;
  }
}

function withMissing(values: Float64Array | Int32Array, missing: readonly number[]): readonly Cell[] {
  const cells: Cell[] = missing.length === values.length ? new Array(values.length) : Array.from(values);
  for (const at of missing) cells[at] = null;
  return cells;
}

class ObjectCells implements CopiedCells {
  private cells: Cell[] = [];

  constructor(private readonly read: (bytes: Buffer, at: number, length: number) => Cell) {}

  push(bytes: Buffer, at: number, length: number): void {
    this.cells.push(this.read(bytes, at, length));
  }

  pushMissing(): void {
    this.cells.push(null);
  }

  take(): Cells {
    const taken = this.cells;
    this.cells = [];
    return taken;
  }
}
