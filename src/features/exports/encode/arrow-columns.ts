import {
  Bool,
  type Data,
  type DataType,
  DateDay,
  Float64,
  Int32,
  Int64,
  makeData,
  TimestampMillisecond,
  Utf8,
} from 'apache-arrow';
import type { Cell, Cells, ColumnType } from '../export-column.ts';

/** Arrow's type of each column type. */
export const ARROW_TYPES: Readonly<Record<ColumnType, () => DataType>> = {
  text: () => new Utf8(),
  integer: () => new Int32(),
  long: () => new Int64(),
  number: () => new Float64(),
  flag: () => new Bool(),
  day: () => new DateDay(),
  time: () => new TimestampMillisecond('UTC'),
};

/** Cells as Arrow lays them out: values, and a bit for each that is present where any is missing. */
export function arrowColumn(type: ColumnType, cells: Cells): Data {
  const { length } = cells;
  const { nullBitmap, nullCount } = presence(cells);
  const shape = { length, nullCount, nullBitmap };
  switch (type) {
    case 'text':
      return makeData({ type: new Utf8(), ...shape, ...textLayout(cells as readonly (string | null)[]) });
    case 'number':
      return makeData({ type: new Float64(), ...shape, data: numbers(Float64Array, cells) });
    case 'integer':
      return makeData({ type: new Int32(), ...shape, data: numbers(Int32Array, cells) });
    case 'day':
      return makeData({ type: new DateDay(), ...shape, data: numbers(Int32Array, cells) });
    case 'long':
      return makeData({ type: new Int64(), ...shape, data: wholeNumbers(cells) });
    case 'time':
      return makeData({ type: new TimestampMillisecond('UTC'), ...shape, data: wholeNumbers(cells) });
    case 'flag':
      return makeData({
        type: new Bool(),
        ...shape,
        data: bits(cells as readonly Cell[], (cell) => cell === true),
      });
  }
}

function presence(cells: Cells): { nullBitmap: Uint8Array | null; nullCount: number } {
  if (!Array.isArray(cells)) return { nullBitmap: null, nullCount: 0 };
  let nullCount = 0;
  for (const cell of cells) if (cell === null) nullCount++;
  return { nullBitmap: nullCount === 0 ? null : bits(cells, (cell) => cell !== null), nullCount };
}

function bits(cells: readonly Cell[], isSet: (cell: Cell) => boolean): Uint8Array {
  const bitmap = new Uint8Array(Math.ceil(cells.length / 8));
  cells.forEach((cell, at) => {
    if (isSet(cell)) bitmap[at >> 3] = bitmap[at >> 3]! | (1 << (at & 7));
  });
  return bitmap;
}

function numbers<T extends Float64Array | Int32Array>(
  array: { from(cells: ArrayLike<number>): T },
  cells: Cells,
): T {
  return array.from(Array.isArray(cells) ? cells.map((cell) => (cell as number | null) ?? 0) : (cells as T));
}

const wholeNumbers = (cells: Cells): BigInt64Array =>
  BigInt64Array.from(cells as readonly Cell[], (cell) => BigInt((cell as number | bigint | null) ?? 0));

/** UTF-8 needs at most three bytes for each UTF-16 unit. */
function textLayout(cells: readonly (string | null)[]): { data: Uint8Array; valueOffsets: Int32Array } {
  const valueOffsets = new Int32Array(cells.length + 1);
  let units = 0;
  for (const cell of cells) units += cell?.length ?? 0;
  const data = Buffer.allocUnsafe(3 * units);
  let end = 0;
  cells.forEach((cell, at) => {
    if (cell !== null) end += data.write(cell, end);
    valueOffsets[at + 1] = end;
  });
  return { data: data.subarray(0, end), valueOffsets };
}
