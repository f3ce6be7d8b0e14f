import { BLOCK_STOCKS, type BlockLayout } from './block-layout.ts';

/**
 * Writes a matrix [days x symbols] as blocks of float32. What float32 cannot hold as a finite number is missing.
 * @param into [blocks][days][16]
 * Cost about 10 ns a cell.
 */
export function layMatrix(values: Float64Array, layout: BlockLayout, into: Float32Array): void {
  layCells(layout, into, (cell) => values[cell]!);
}

/** Writes a universe [days x symbols] as what is added to a factor: 0 within, missing without. */
export function layMask(universe: Uint8Array, layout: BlockLayout, into: Float32Array): void {
  layCells(layout, into, (cell) => (universe[cell] === 1 ? 0 : Number.NaN));
}

/** Writes a market vector [days] as one column [days][16] with the same figure in every lane. */
export function layVector(values: Float64Array, into: Float32Array): void {
  values.forEach((value, row) => {
    into.fill(finite(value), row * BLOCK_STOCKS, (row + 1) * BLOCK_STOCKS);
  });
}

/**
 * Writes labels [rows x symbols] row by row, [rows][16 blocks] float32: those of the first blocks alone.
 * @param blocks as many as `into` has room for
 */
export function layLabels(
  values: Float64Array,
  layout: BlockLayout,
  blocks: number,
  into: Float32Array,
): void {
  const symbols = layout.columns.length;
  const places = blocks * BLOCK_STOCKS;
  into.fill(Number.NaN);
  for (let row = 0; row * symbols < values.length; row++) {
    for (let place = 0; place < Math.min(places, symbols); place++) {
      into[row * places + place] = finite(values[row * symbols + layout.columns[place]!]!);
    }
  }
}

/**
 * Reads rows of a block matrix back as [rows x symbols] in the panel's own order of symbols. What is not finite is
 * missing: kernels leave overflows as they are.
 * @param rows counted from the first that `from` holds
 * @param stride float32 from one block to the next
 */
export function gatherRows(
  from: Float32Array,
  rows: readonly number[],
  layout: BlockLayout,
  blocks: { readonly count: number; readonly stride: number },
): Float64Array {
  const symbols = layout.columns.length;
  const values = new Float64Array(rows.length * symbols).fill(Number.NaN);
  const places = Math.min(symbols, blocks.count * BLOCK_STOCKS);
  for (let place = 0; place < places; place++) {
    const lane = Math.floor(place / BLOCK_STOCKS) * blocks.stride + (place % BLOCK_STOCKS);
    const column = layout.columns[place]!;
    for (let at = 0; at < rows.length; at++) {
      const value = from[lane + rows[at]! * BLOCK_STOCKS]!;
      if (Number.isFinite(value)) values[at * symbols + column] = value;
    }
  }
  return values;
}

function layCells(layout: BlockLayout, into: Float32Array, valueAt: (cell: number) => number): void {
  const { rows, blocks, columns } = layout;
  for (let block = 0; block < blocks; block++) {
    const places = columns.subarray(block * BLOCK_STOCKS, (block + 1) * BLOCK_STOCKS);
    for (let row = 0; row < rows; row++) {
      const start = (block * rows + row) * BLOCK_STOCKS;
      const cells = row * columns.length;
      for (let lane = 0; lane < BLOCK_STOCKS; lane++) {
        const column = places[lane];
        into[start + lane] = column === undefined ? Number.NaN : finite(valueAt(cells + column));
      }
    }
  }
}

function finite(value: number): number {
  const rounded = Math.fround(value);
  return Number.isFinite(rounded) ? rounded : Number.NaN;
}
