import type { KernelContext, Operand } from '../kernel.ts';
import { scratchOf } from './scratch.ts';

/**
 * Rolling windows at a cost that does not depend on the window, without subtracting what leaves it
 * (van Herk 1992; Gil & Werman 1993).
 *
 * Rows are cut into chunks of as many rows as the window has, at multiples of it counted from the panel's first
 * row. A window that ends in a chunk is a *suffix* of the rows before the chunk and a *prefix* of the chunk:
 *
 *     rows      . . . . . c-3 c-2 c-1 | c  c+1 c+2 c+3 |        window of 4 ending in c+1 =
 *     suffix            [ slot 1      ]                          suffix in slot 1 (c-2, c-1)
 *     prefix                            [      ]                 + prefix (c, c+1)
 *
 * Suffixes are made backwards once for each chunk, then one pass forwards joins each with the growing prefix.
 * Nothing is subtracted, so nothing drifts and a missing value (NaN) leaves the window by itself. Chunks are laid by
 * the panel's rows, not by those of the request, so a result depends on its own window alone, bit for bit.
 * The chunk's first row lies in every window that ends in the chunk: it is the pivot that sums of powers
 * are taken about, which keeps them accurate, and makes the second power exactly 0 when the window is constant.
 */
export interface ChunkedWindow {
  /** Slot `slot` of the suffixes := slot `slot + 1` joined with the row. Slot `window - 1` is the empty suffix. */
  backward(row: number, slot: number, pivotRow: number): void;
  /** Empties the prefix. */
  begin(): void;
  /** Joins the row to the prefix, and writes the result of the window that ends there: the prefix with suffix `slot`. */
  forward(row: number, slot: number, pivotRow: number): void;
}

/** A range of stocks that is run through all rows before the next, with the working memory it may use. */
export interface StockBlock {
  /** Columns, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** [window x block x sums]: the suffixes. */
  readonly suffix: Float64Array;
  /** [block x sums]: the prefix. */
  readonly prefix: Float64Array;
}

export interface ChunkedLayout {
  readonly window: number;
  /** Numbers that a suffix keeps for each stock. */
  readonly sums: number;
  /** Value of each in the empty suffix. */
  readonly empty: number;
}

/** Suffixes of a block stay below this many numbers, about a quarter of a second-level cache. */
const SUFFIX_NUMBERS = 1 << 15;
const FEWEST_STOCKS = 64;

export const widthOf = (operand: Operand, context: KernelContext): number =>
  operand.shape === 'vector' ? 1 : context.stocks;

/**
 * Runs a rolling operator over all rows of a request, block of stocks after block; rows without a full window
 * become missing.
 * @param into [days x width], written by `work`
 * @param work makes the operator's three steps for one block
 */
export function rollChunks(
  layout: ChunkedLayout,
  size: { readonly width: number; readonly days: number; readonly firstRow: number },
  into: Float64Array,
  work: (block: StockBlock) => ChunkedWindow,
): void {
  const { window, sums, empty } = layout;
  const { width, days } = size;
  const stocks = Math.min(width, Math.max(FEWEST_STOCKS, Math.floor(SUFFIX_NUMBERS / (window * sums))));
  const suffix = scratchOf('suffix', window * stocks * sums);
  const prefix = scratchOf('prefix', stocks * sums);
  for (let from = 0; from < width; from += stocks) {
    const to = Math.min(width, from + stocks);
    const block = { from, to, suffix, prefix };
    suffix.fill(empty, (window - 1) * (to - from) * sums, window * (to - from) * sums);
    rollBlock(window, size, work(block));
  }
  into.fill(Number.NaN, 0, Math.min(days, window - 1) * width);
}

function rollBlock(
  window: number,
  size: { readonly days: number; readonly firstRow: number },
  work: ChunkedWindow,
): void {
  const { days, firstRow } = size;
  const firstChunk = (window - (firstRow % window)) % window;
  for (let chunk = firstChunk; chunk < days; chunk += window) {
    const oldest = Math.max(0, chunk - window + 1);
    for (let row = chunk - 1; row >= oldest; row--) work.backward(row, row + window - 1 - chunk, chunk);
    work.begin();
    const end = Math.min(days, chunk + window);
    for (let row = chunk; row < end; row++) work.forward(row, row - chunk, chunk);
  }
}
