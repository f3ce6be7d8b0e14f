import { bytesOf, load, missing, ROW_BYTES, store, VECTOR_BYTES } from './lanes';
import { chunkRows, firstChunk, firstFull, suffixReach } from './chunks';

const SLOT: usize = ROW_BYTES;
const B: usize = VECTOR_BYTES;
const C: usize = 2 * VECTOR_BYTES;
const D: usize = 3 * VECTOR_BYTES;

/** Rolling sum by the windows of `chunks.ts`: n times the pivot, and the sum of the deviations from it. */
export function rollingSum(out: usize, a: usize, rows: i32, window: i32, phase: i32, scratch: usize): void {
  roll(out, a, rows, window, phase, scratch, <f32>window, 1);
}

/** Rolling mean: the pivot and the mean deviation from it, so that the mean of a constant window is exactly its value. */
export function rollingMean(out: usize, a: usize, rows: i32, window: i32, phase: i32, scratch: usize): void {
  roll(out, a, rows, window, phase, scratch, 1, <f32>(1.0 / <f64>window));
}

/**
 * pivotFactor x pivot + sumFactor x (sum of deviations). All four vectors of a row go through a chunk together: one alone
 * would wait for its own last addition.
 */
function roll(
  out: usize,
  a: usize,
  rows: i32,
  window: i32,
  phase: i32,
  scratch: usize,
  pivotFactor: f32,
  sumFactor: f32,
): void {
  missing(out, min(window - 1, rows));
  const ofPivot = f32x4.splat(pivotFactor);
  const ofSum = f32x4.splat(sumFactor);
  for (let start = firstChunk(window, phase); start < rows; start += window) {
    const from = a + bytesOf(start);
    const into = out + bytesOf(start);
    const pivotA = load(from);
    const pivotB = load(from + B);
    const pivotC = load(from + C);
    const pivotD = load(from + D);
    let sumA = f32x4.sub(pivotA, pivotA);
    let sumB = f32x4.sub(pivotB, pivotB);
    let sumC = f32x4.sub(pivotC, pivotC);
    let sumD = f32x4.sub(pivotD, pivotD);
    let slot = scratch + <usize>window * SLOT;
    keep(slot, sumA, sumB, sumC, sumD);
    const oldest = from - suffixReach(start, window);
    for (let row = from - ROW_BYTES; row >= oldest; row -= ROW_BYTES) {
      sumA = f32x4.add(sumA, f32x4.sub(load(row), pivotA));
      sumB = f32x4.add(sumB, f32x4.sub(load(row + B), pivotB));
      sumC = f32x4.add(sumC, f32x4.sub(load(row + C), pivotC));
      sumD = f32x4.add(sumD, f32x4.sub(load(row + D), pivotD));
      slot -= SLOT;
      keep(slot, sumA, sumB, sumC, sumD);
    }
    const baseA = f32x4.mul(pivotA, ofPivot);
    const baseB = f32x4.mul(pivotB, ofPivot);
    const baseC = f32x4.mul(pivotC, ofPivot);
    const baseD = f32x4.mul(pivotD, ofPivot);
    sumA = f32x4.sub(pivotA, pivotA);
    sumB = f32x4.sub(pivotB, pivotB);
    sumC = f32x4.sub(pivotC, pivotC);
    sumD = f32x4.sub(pivotD, pivotD);
    const end = bytesOf(chunkRows(start, window, rows));
    const full = bytesOf(firstFull(start, window));
    for (let at: usize = 0; at < end; at += ROW_BYTES) {
      sumA = f32x4.add(sumA, f32x4.sub(load(from + at), pivotA));
      sumB = f32x4.add(sumB, f32x4.sub(load(from + at + B), pivotB));
      sumC = f32x4.add(sumC, f32x4.sub(load(from + at + C), pivotC));
      sumD = f32x4.add(sumD, f32x4.sub(load(from + at + D), pivotD));
      if (at < full) continue;
      const suffix = scratch + SLOT + at;
      store(into + at, f32x4.add(baseA, f32x4.mul(f32x4.add(sumA, load(suffix)), ofSum)));
      store(into + at + B, f32x4.add(baseB, f32x4.mul(f32x4.add(sumB, load(suffix + B)), ofSum)));
      store(into + at + C, f32x4.add(baseC, f32x4.mul(f32x4.add(sumC, load(suffix + C)), ofSum)));
      store(into + at + D, f32x4.add(baseD, f32x4.mul(f32x4.add(sumD, load(suffix + D)), ofSum)));
    }
  }
}

@inline function keep(slot: usize, a: v128, b: v128, c: v128, d: v128): void {
  store(slot, a);
  store(slot + B, b);
  store(slot + C, c);
  store(slot + D, d);
}
