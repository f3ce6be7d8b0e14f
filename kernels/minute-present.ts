import { HALF_ROW } from './minute-tile';

/** Bars whose squared deviations from their mean sum to less than this are constant. One tick is far above it. */
export const CONSTANT_SQUARES: f64 = 1e-37;

/** The figure where it is there, else zero. */
@inline
export function presentOrZero<Form>(value: v128, present: v128): v128 {
  if (isInteger<Form>()) return v128.and(value, present);
  return value;
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
@inline
export function firstOfPair<Form>(at: usize, end: usize): v128 {
  let first = v128.load(at);
  if (!isInteger<Form>()) return first;
  for (; at < end; at += HALF_ROW) {
    const known = f64x2.eq(first, first);
    if (i64x2.all_true(known)) break;
    first = v128.bitselect(first, v128.load(at), known);
  }
  return first;
}
