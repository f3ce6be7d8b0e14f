import { bytesOf, constant, CONSTANT_SQUARES, flatSquares, FOUR, load, missing, NAN, ROW_BYTES, SIX, store, THREE, VECTOR_BYTES } from './lanes';
import { chunkRows, firstChunk, firstFull, suffixReach } from './chunks';

const SLOT: usize = 4 * VECTOR_BYTES;

/** Rolling skewness, bias-corrected as in pandas; missing when the window is constant. */
export function rollingSkew(out: usize, a: usize, rows: i32, window: i32, phase: i32, scratch: usize): void {
  const n = <f64>window;
  roll(false, out, a, rows, window, phase, scratch, <f32>(Math.sqrt(n * (n - 1.0)) / (n - 2.0)), 0);
}

/** Rolling excess kurtosis, bias-corrected as in pandas; missing when the window is constant. */
export function rollingKurt(out: usize, a: usize, rows: i32, window: i32, phase: i32, scratch: usize): void {
  const n = <f64>window;
  const divisor = (n - 2.0) * (n - 3.0);
  const factor = ((n - 1.0) * (n + 1.0)) / divisor;
  const offset = (3.0 * (n - 1.0) * (n - 1.0)) / divisor;
  roll(true, out, a, rows, window, phase, scratch, <f32>factor, <f32>offset);
}

/** Sums of the first three or four powers of the deviations from the pivot, by the windows of `chunks.ts`. */
@inline function roll(
  fourth: bool,
  out: usize,
  a: usize,
  rows: i32,
  window: i32,
  phase: i32,
  scratch: usize,
  correction: f32,
  offset: f32,
): void {
  missing(out, min(window - 1, rows));
  const share = f32x4.splat(<f32>(1.0 / <f64>window));
  const factor = f32x4.splat(correction);
  const lessThis = f32x4.splat(offset);
  const three = constant(THREE);
  const four = constant(FOUR);
  const six = constant(SIX);
  const nan = constant(NAN);
  for (let start = firstChunk(window, phase); start < rows; start += window) {
    const reach = suffixReach(start, window);
    const end = bytesOf(chunkRows(start, window, rows));
    const full = bytesOf(firstFull(start, window));
    for (let vector: usize = 0; vector < ROW_BYTES; vector += VECTOR_BYTES) {
      const from = a + bytesOf(start) + vector;
      const into = out + bytesOf(start) + vector;
      const pivot = load(from);
      const scale = scaleOf(pivot);
      // Never a subnormal number, with which comparing is slow: deviations from a large pivot are 0 or far above it.
      const smallest = constant(CONSTANT_SQUARES);
      const scaled = f32x4.pmax(smallest, f32x4.mul(smallest, f32x4.mul(scale, scale)));
      const constantSquares = f32x4.pmax(scaled, flatSquares(f32x4.mul(pivot, scale)));
      const nothing = f32x4.sub(pivot, pivot);
      let s1 = nothing;
      let s2 = nothing;
      let s3 = nothing;
      let s4 = nothing;
      let slot = scratch + <usize>window * SLOT;
      keep(fourth, slot, s1, s2, s3, s4);
      const oldest = from - reach;
      for (let row = from - ROW_BYTES; row >= oldest; row -= ROW_BYTES) {
        const d = f32x4.mul(f32x4.sub(load(row), pivot), scale);
        const square = f32x4.mul(d, d);
        s1 = f32x4.add(s1, d);
        s2 = f32x4.add(s2, square);
        s3 = f32x4.add(s3, f32x4.mul(square, d));
        if (fourth) s4 = f32x4.add(s4, f32x4.mul(square, square));
        slot -= SLOT;
        keep(fourth, slot, s1, s2, s3, s4);
      }
      s1 = nothing;
      s2 = nothing;
      s3 = nothing;
      s4 = nothing;
      for (let at: usize = 0; at < end; at += ROW_BYTES) {
        const d = f32x4.mul(f32x4.sub(load(from + at), pivot), scale);
        const square = f32x4.mul(d, d);
        s1 = f32x4.add(s1, d);
        s2 = f32x4.add(s2, square);
        s3 = f32x4.add(s3, f32x4.mul(square, d));
        if (fourth) s4 = f32x4.add(s4, f32x4.mul(square, square));
        if (at < full) continue;
        const suffix = scratch + SLOT + at;
        const squares = f32x4.add(s2, v128.load(suffix, 16));
        // Moments about the pivot, then about the mean.
        const mean = f32x4.mul(f32x4.add(s1, load(suffix)), share);
        const second = f32x4.mul(squares, share);
        const third = f32x4.mul(f32x4.add(s3, v128.load(suffix, 32)), share);
        const meanSquare = f32x4.mul(mean, mean);
        const m2 = f32x4.sub(second, meanSquare);
        let moment: v128;
        if (fourth) {
          const fourthMoment = f32x4.mul(f32x4.add(s4, v128.load(suffix, 48)), share);
          const inner = f32x4.sub(f32x4.mul(six, second), f32x4.mul(three, meanSquare));
          const outer = f32x4.sub(f32x4.mul(four, f32x4.mul(mean, third)), f32x4.mul(meanSquare, inner));
          const m4 = f32x4.sub(fourthMoment, outer);
          moment = f32x4.sub(f32x4.mul(factor, f32x4.div(m4, f32x4.mul(m2, m2))), lessThis);
        } else {
          const inner = f32x4.sub(f32x4.mul(three, second), f32x4.add(meanSquare, meanSquare));
          const m3 = f32x4.sub(third, f32x4.mul(mean, inner));
          moment = f32x4.mul(factor, f32x4.div(m3, f32x4.mul(m2, f32x4.sqrt(m2))));
        }
        store(into + at, v128.or(moment, v128.and(f32x4.lt(squares, constantSquares), nan)));
      }
    }
  }
}

@inline function keep(fourth: bool, slot: usize, s1: v128, s2: v128, s3: v128, s4: v128): void {
  store(slot, s1);
  v128.store(slot, s2, 16);
  v128.store(slot, s3, 32);
  if (fourth) v128.store(slot, s4, 48);
}

const ONES_EXPONENT = memory.data<i32>([127]);

/**
 * A power of two near 1 / sqrt(|pivot|), or 1 where that is 0: fourth powers of money would leave float32's range above, those
 * of its inverse below. Scaling by a power of two loses no bit, and neither statistic depends on scale; taken from the
 * pivot, it depends on nothing outside the window, and the root keeps both a small pivot among large values and a large
 * one among small differences within range.
 */
@inline function scaleOf(pivot: v128): v128 {
  const ones = v128.load32_splat(ONES_EXPONENT);
  const exponent = i32x4.shr_u(f32x4.abs(pivot), 23);
  const isZero = i32x4.eq(exponent, i32x4.splat(0));
  const half = i32x4.sub(ones, i32x4.shr_s(i32x4.sub(exponent, ones), 1));
  return i32x4.shl(v128.bitselect(ones, half, isZero), 23);
}
