import { HALF_ROW } from './minute-tile';

/**
 * Loops over a half tile come in two forms: without a mask where every stock has all its bars or none, and masked (bars
 * that are NaN are left out). Each loop is written once with a constant `masked`, which inlining resolves.
 */

/** The figure where it is there, else zero. */
// @ts-expect-error: decorator
@inline
export function presentOrZero(value: v128, present: v128, masked: bool): v128 {
  return masked ? v128.and(value, present) : value;
}

/** Counts the bars present of 8 stocks as float64. */
export function countBars(out: usize, tile: usize, bars: i32): void {
  for (let pair: usize = 0; pair < HALF_ROW; pair += 16) {
    let count = i64x2.splat(0);
    const end = tile + pair + <usize>bars * HALF_ROW;
    for (let at = tile + pair; at < end; at += HALF_ROW) {
      const value = v128.load(at);
      count = i64x2.sub(count, f64x2.eq(value, value));
    }
    v128.store(out + pair, f64x2.convert_low_i32x4_s(v128.shuffle<i32>(count, count, 0, 2, 0, 2)));
  }
}

/** The first bar present of two stocks: what deviations are taken from. */
// @ts-expect-error: decorator
@inline
export function firstOfPair(at: usize, end: usize, masked: bool): v128 {
  let first = v128.load(at);
  if (!masked) return first;
  for (; at < end; at += HALF_ROW) {
    const known = f64x2.eq(first, first);
    if (i64x2.all_true(known)) break;
    first = v128.bitselect(first, v128.load(at), known);
  }
  return first;
}
