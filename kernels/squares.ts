import { bytesOf, flatSquares, load, missing, missingUnlessFinite, ROW_BYTES, store, VECTOR_BYTES } from './lanes';
import { chunkRows, firstChunk, firstFull, suffixReach } from './chunks';

/** A slot holds two sums of two vectors: half a row goes through a chunk at a time. */
const SLOT: usize = 4 * VECTOR_BYTES;
const HALF_ROW: usize = 2 * VECTOR_BYTES;

const STD = 0;
const NORM = 1;

/** Rolling standard deviation, n - 1 in the denominator; 0 when the window is constant. */
export function rollingStd(out: usize, a: usize, rows: i32, window: i32, phase: i32, scratch: usize): void {
  roll(STD, out, a, rows, window, phase, scratch);
}

/** (value - mean of its window) / standard deviation; missing when the window is constant. */
export function rollingNorm(out: usize, a: usize, rows: i32, window: i32, phase: i32, scratch: usize): void {
  roll(NORM, out, a, rows, window, phase, scratch);
}

/** Sums of deviations from the pivot and of their squares, by the windows of `chunks.ts`. */
@inline function roll(statistic: i32, out: usize, a: usize, rows: i32, window: i32, phase: i32, scratch: usize): void {
  missing(out, min(window - 1, rows));
  const share = f32x4.splat(<f32>(1.0 / <f64>window));
  const freedom = f32x4.splat(<f32>(1.0 / <f64>(window - 1)));
  for (let start = firstChunk(window, phase); start < rows; start += window) {
    const bytes = bytesOf(chunkRows(start, window, rows));
    const firstFullBytes = min(bytes, bytesOf(firstFull(start, window)));
    for (let half: usize = 0; half < ROW_BYTES; half += HALF_ROW) {
      const from = a + bytesOf(start) + half;
      const pivot = load(from);
      const pivotB = load(from + VECTOR_BYTES);
      // Slot 0 is nobody's suffix: it keeps what would else take registers.
      store(scratch, flatSquares(pivot));
      v128.store(scratch, flatSquares(pivotB), 16);
      gather(from, suffixReach(start, window), scratch + <usize>window * SLOT);
      let s1 = f32x4.sub(pivot, pivot);
      let s1B = f32x4.sub(pivotB, pivotB);
      let s2 = s1;
      let s2B = s1B;
      let row = from;
      for (const full = from + firstFullBytes; row < full; row += ROW_BYTES) {
        const d = f32x4.sub(v128.load(row), pivot);
        const dB = f32x4.sub(v128.load(row, 16), pivotB);
        s1 = f32x4.add(s1, d);
        s1B = f32x4.add(s1B, dB);
        s2 = f32x4.add(s2, f32x4.mul(d, d));
        s2B = f32x4.add(s2B, f32x4.mul(dB, dB));
      }
      let slot = scratch + SLOT + (row - from);
      let into = out + (row - a);
      for (const end = from + bytes; row < end; row += ROW_BYTES) {
        const d = f32x4.sub(v128.load(row), pivot);
        const dB = f32x4.sub(v128.load(row, 16), pivotB);
        s1 = f32x4.add(s1, d);
        s1B = f32x4.add(s1B, dB);
        s2 = f32x4.add(s2, f32x4.mul(d, d));
        s2B = f32x4.add(s2B, f32x4.mul(dB, dB));
        v128.store(into, result(statistic, d, f32x4.add(s1, v128.load(slot)), f32x4.add(s2, v128.load(slot, 32)), share, freedom, load(scratch)));
        v128.store(into, result(statistic, dB, f32x4.add(s1B, v128.load(slot, 16)), f32x4.add(s2B, v128.load(slot, 48)), share, freedom, v128.load(scratch, 16)), 16);
        slot += SLOT;
        into += ROW_BYTES;
      }
    }
  }
}

/** Suffix sums of two vectors, looking back from a chunk's first row. */
@inline function gather(from: usize, reach: usize, emptySlot: usize): void {
  const pivot = load(from);
  const pivotB = load(from + VECTOR_BYTES);
  let s1 = f32x4.sub(pivot, pivot);
  let s1B = f32x4.sub(pivotB, pivotB);
  let s2 = s1;
  let s2B = s1B;
  let slot = emptySlot;
  keep(slot, s1, s1B, s2, s2B);
  const oldest = from - reach;
  for (let row = from - ROW_BYTES; row >= oldest; row -= ROW_BYTES) {
    const d = f32x4.sub(load(row), pivot);
    const dB = f32x4.sub(v128.load(row, 16), pivotB);
    s1 = f32x4.add(s1, d);
    s1B = f32x4.add(s1B, dB);
    s2 = f32x4.add(s2, f32x4.mul(d, d));
    s2B = f32x4.add(s2B, f32x4.mul(dB, dB));
    slot -= SLOT;
    keep(slot, s1, s1B, s2, s2B);
  }
}

@inline function keep(slot: usize, s1: v128, s1B: v128, s2: v128, s2B: v128): void {
  store(slot, s1);
  v128.store(slot, s1B, 16);
  v128.store(slot, s2, 32);
  v128.store(slot, s2B, 48);
}

@inline function result(statistic: i32, d: v128, sum1: v128, sum2: v128, share: v128, freedom: v128, flat: v128): v128 {
  const mean = f32x4.mul(sum1, share);
  const squares = f32x4.sub(sum2, f32x4.mul(sum1, mean));
  const isConstant = f32x4.lt(squares, flat);
  const std = f32x4.sqrt(f32x4.mul(squares, freedom));
  if (statistic == STD) return v128.andnot(std, isConstant);
  // All ones are a NaN; where a sum is missing the comparison does not hold, and the quotient is missing itself.
  const norm = f32x4.div(f32x4.sub(d, mean), missingUnlessFinite(std));
  return v128.or(norm, isConstant);
}
