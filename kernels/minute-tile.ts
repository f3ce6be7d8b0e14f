import { Masked, Whole } from './minute-form';

/**
 * A tile is one field, day and block: [bars][16] int32 ticks or float64. Kernels work on a *half tile*, 8 stocks widened
 * to float64, [bars][8]: 15 KB for 240 bars, which stay in the first-level cache while every reduction passes over them.
 * Ticks are whole numbers, so their sums are exact. Missing is NaN.
 */
export const HALF_STOCKS: i32 = 8;
/** Bytes of a row of a half tile. */
export const HALF_ROW: usize = 64;
const MISSING_TICKS: i32 = i32.MIN_VALUE;

/** Widens 8 of the 16 stocks of a tile of ticks. */
@inline
function widen<Form>(out: usize, ticks: usize, bars: i32): void {
  const missing = i32x4.splat(MISSING_TICKS);
  for (const end = out + <usize>bars * HALF_ROW; out < end; out += HALF_ROW, ticks += 64) {
    widenFour<Form>(out, v128.load(ticks), missing);
    widenFour<Form>(out + 32, v128.load(ticks, 16), missing);
  }
}

@inline
function widenFour<Form>(out: usize, ticks: v128, missing: v128): void {
  let low = f64x2.convert_low_i32x4_s(ticks);
  let high = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(ticks, ticks, 2, 3, 2, 3));
  if (isInteger<Form>()) {
    // All ones are a NaN.
    const gone = i32x4.eq(ticks, missing);
    low = v128.or(low, i64x2.extend_low_i32x4_s(gone));
    high = v128.or(high, i64x2.extend_high_i32x4_s(gone));
  }
  v128.store(out, low);
  v128.store(out, high, 16);
}

/** @param masked false = no tick of stocks with bars is missing */
export function widenTicks(out: usize, ticks: usize, bars: i32, masked: bool): void {
  if (masked) widen<Masked>(out, ticks, bars);
  else widen<Whole>(out, ticks, bars);
}

/** Copies 8 of the 16 stocks of a tile of float64, rows of 128 bytes. */
export function copyFloats(out: usize, figures: usize, bars: i32): void {
  for (const end = out + <usize>bars * HALF_ROW; out < end; out += HALF_ROW, figures += 128) {
    v128.store(out, v128.load(figures));
    v128.store(out, v128.load(figures, 16), 16);
    v128.store(out, v128.load(figures, 32), 32);
    v128.store(out, v128.load(figures, 48), 48);
  }
}

/** Writes the pairs of two half tiles: each is missing where the other is. */
export function pairUp(outX: usize, outY: usize, x: usize, y: usize, bars: i32): void {
  const end = x + <usize>bars * HALF_ROW;
  for (; x < end; x += 16, y += 16, outX += 16, outY += 16) {
    const left = v128.load(x);
    const right = v128.load(y);
    // A figure minus itself is zero, and missing where it is.
    v128.store(outX, f64x2.add(left, f64x2.sub(right, right)));
    v128.store(outY, f64x2.add(right, f64x2.sub(left, left)));
  }
}
