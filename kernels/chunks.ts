import { bytesOf } from './lanes';

/*
 * The window technique (van Herk 1992; Gil & Werman 1993), used by `sums.ts`, `decay.ts`, `squares.ts`, `higher-moments.ts`,
 * `extremes.ts` and `correlation.ts`.
 *
 * Rows are cut into chunks of as many rows as the window has, at multiples of it counted from the panel's first row. A
 * window that ends in a chunk is a *suffix* of the rows before the chunk and a *prefix* of the chunk itself:
 *
 *     rows      . . . . . c-3 c-2 c-1 | c  c+1 c+2 c+3 |        window of 4 that ends in c+1
 *     suffix              [ slot 2  ]                              = the suffix of slot 2 (c-2, c-1)
 *     prefix                            [      ]                   joined with the prefix (c, c+1)
 *
 * Once a chunk, suffixes are gathered backwards from c-1 and kept, one slot a row; then one pass forwards joins each
 * with the growing prefix. So the cost does not depend on the window, nothing is ever subtracted again, nothing
 * drifts, and a missing value leaves the window by itself. Chunks are laid by the panel's rows (`phase` is the
 * first one of the request), hence a row's result depends on its own window alone, bit for bit.
 *
 * The chunk's first row c lies in every window that ends in the chunk. It is the *pivot* that is taken off before
 * squares, cubes and products are summed. A pivot inside the window keeps float32 sums well conditioned: the sum of squares about it
 * is at most n times that about the mean, so no more than about log2(n) bits are lost, wherever the values lie. And
 * it makes a constant window exactly constant: every deviation is 0.
 *
 * A loop takes as many vectors of a row through a chunk as have room in registers for their sums: with one alone
 * each addition would wait for the one before, with too many the sums would go to memory.
 */

/** First row, at or after the request's first, at which a chunk begins; windows that end before it are not full. */
@inline export function firstChunk(window: i32, phase: i32): i32 {
  const into = phase % window;
  return into == 0 ? 0 : window - into;
}

/** Rows of the chunk at `start`. */
@inline export function chunkRows(start: i32, window: i32, rows: i32): i32 {
  return min(window, rows - start);
}

/** First row of the chunk in which a full window ends, as an offset from the chunk's start. */
@inline export function firstFull(start: i32, window: i32): i32 {
  return max(0, window - 1 - start);
}

/** How far the suffix reaches back from the chunk's start, in bytes: not before the request's first row. */
@inline export function suffixReach(start: i32, window: i32): usize {
  return bytesOf(min(window - 1, start));
}
