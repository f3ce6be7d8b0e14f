import { bytesOf, constant, load, missing, ROW_BYTES, store, THREE, VECTOR_BYTES } from './lanes';
import { chunkRows, firstChunk, firstFull, suffixReach } from './chunks';
import { settleMoments } from './exact-moments';

const SLOT: usize = 4 * VECTOR_BYTES;

/** Rolling skewness, bias-corrected as in pandas; missing when the window is constant. */
export function rollingSkew(out: usize, a: usize, rows: i32, window: i32, phase: i32, scratch: usize): void {
  const n = <f64>window;
  roll(false, out, a, rows, window, phase, scratch, <f32>((n * Math.sqrt(n - 1.0)) / (n - 2.0)), 0);
}

/** Rolling excess kurtosis, bias-corrected as in pandas; missing when the window is constant. */
export function rollingKurt(out: usize, a: usize, rows: i32, window: i32, phase: i32, scratch: usize): void {
  const n = <f64>window;
  const divisor = (n - 2.0) * (n - 3.0);
  const factor = (n * (n - 1.0) * (n + 1.0)) / divisor;
  const offset = (3.0 * (n - 1.0) * (n - 1.0)) / divisor;
  roll(true, out, a, rows, window, phase, scratch, <f32>factor, <f32>offset);
}

/**
 * Sums of the first three or four powers of the scaled deviations from the pivot, by the windows of `chunks.ts`. The statistics
 * are written in sums about the mean (n times the moments). A window is *unsettled* where its sum of squares is so small or so
 * large that higher powers leave float32's range, or that only float64 can tell whether it is constant: it is marked
 * by a number of all ones, and settled one by one once the chunk is done. A sum of exactly 0 is a constant window.
 */
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
  const zero = f32x4.splat(0);
  const most = rangeConstant(MOST);
  for (let start = firstChunk(window, phase); start < rows; start += window) {
    const reach = suffixReach(start, window);
    const bytes = bytesOf(chunkRows(start, window, rows));
    const full = min(bytes, bytesOf(firstFull(start, window)));
    for (let vector: usize = 0; vector < ROW_BYTES; vector += VECTOR_BYTES) {
      let row = a + bytesOf(start) + vector;
      const pivot = load(row);
      const scale = scaleOf(pivot);
      const least = leastSquares(f32x4.mul(pivot, scale), scale, window);
      let s1 = zero;
      let s2 = zero;
      let s3 = zero;
      let s4 = zero;
      let unsettled = zero;
      let slot = scratch + <usize>window * SLOT;
      keep(fourth, slot, s1, s2, s3, s4);
      for (const oldest = row - reach; row > oldest; ) {
        row -= ROW_BYTES;
        slot -= SLOT;
        const d = f32x4.mul(f32x4.sub(load(row), pivot), scale);
        const square = f32x4.mul(d, d);
        s1 = f32x4.add(s1, d);
        s2 = f32x4.add(s2, square);
        s3 = f32x4.add(s3, f32x4.mul(square, d));
        if (fourth) s4 = f32x4.add(s4, f32x4.mul(square, square));
        keep(fourth, slot, s1, s2, s3, s4);
      }
      row += reach;
      s1 = zero;
      s2 = zero;
      s3 = zero;
      s4 = zero;
      const end = row + bytes;
      for (const firstResult = row + full; row < firstResult; row += ROW_BYTES) {
        const d = f32x4.mul(f32x4.sub(load(row), pivot), scale);
        const square = f32x4.mul(d, d);
        s1 = f32x4.add(s1, d);
        s2 = f32x4.add(s2, square);
        s3 = f32x4.add(s3, f32x4.mul(square, d));
        if (fourth) s4 = f32x4.add(s4, f32x4.mul(square, square));
      }
      slot = scratch + SLOT + (full >> 6) * SLOT;
      let into = out + bytesOf(start) + vector + full;
      for (; row < end; row += ROW_BYTES, into += ROW_BYTES, slot += SLOT) {
        const d = f32x4.mul(f32x4.sub(load(row), pivot), scale);
        const square = f32x4.mul(d, d);
        s1 = f32x4.add(s1, d);
        s2 = f32x4.add(s2, square);
        s3 = f32x4.add(s3, f32x4.mul(square, d));
        if (fourth) s4 = f32x4.add(s4, f32x4.mul(square, square));
        const sum = f32x4.add(s1, load(slot));
        const squares = f32x4.add(s2, v128.load(slot, 16));
        const cubes = f32x4.add(s3, v128.load(slot, 32));
        const mean = f32x4.mul(sum, share);
        const shift = f32x4.mul(sum, mean);
        const central2 = f32x4.sub(squares, shift);
        let result: v128;
        if (fourth) {
          const fourths = f32x4.add(s4, v128.load(slot, 48));
          const inner = f32x4.mul(three, f32x4.add(f32x4.add(central2, central2), shift));
          const twice = f32x4.add(cubes, cubes);
          const outer = f32x4.sub(f32x4.add(twice, twice), f32x4.mul(mean, inner));
          const central4 = f32x4.sub(fourths, f32x4.mul(mean, outer));
          const ratio = f32x4.div(central4, f32x4.mul(central2, central2));
          result = f32x4.sub(f32x4.mul(factor, ratio), lessThis);
        } else {
          const inner = f32x4.add(f32x4.mul(three, central2), shift);
          const central3 = f32x4.sub(cubes, f32x4.mul(mean, inner));
          const ratio = f32x4.div(central3, f32x4.mul(central2, f32x4.sqrt(central2)));
          result = f32x4.mul(factor, ratio);
        }
        const small = v128.xor(f32x4.lt(squares, least), f32x4.eq(squares, zero));
        const outside = v128.or(small, f32x4.gt(squares, most));
        unsettled = v128.or(unsettled, outside);
        store(into, v128.or(result, outside));
      }
      if (v128.any_true(unsettled)) {
        const results = bytes - full;
        settleMoments(fourth, into - results, row - results, results, window);
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

const RANGE = memory.data<f32>([1e-16, 1e17, 1, 2e-37, 3e-11]);
const LEAST = 0;
const MOST = 1;
const UNSCALED = 2;
const FLAT = 3;
const FLAT_SHARE = 4;

@inline function rangeConstant(place: usize): v128 {
  return v128.load32_splat(RANGE + (place << 2));
}

/**
 * Scaled squares about the pivot that sum to this much belong to a window that is surely not constant (those about the mean are an n-th
 * of them at least), and have fourth powers within range. No factor here is subnormal: it would take 100 times as long.
 */
@inline function leastSquares(pivot: v128, scale: v128, window: i32): v128 {
  const rows = f32x4.splat(<f32>window);
  const squaredScale = f32x4.pmax(f32x4.mul(scale, scale), rangeConstant(UNSCALED));
  const flat = f32x4.mul(squaredScale, rangeConstant(FLAT));
  const flatOfPivot = f32x4.mul(f32x4.mul(pivot, pivot), rangeConstant(FLAT_SHARE));
  return f32x4.pmax(rangeConstant(LEAST), f32x4.mul(rows, f32x4.pmax(flat, flatOfPivot)));
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
