import { bytesOf, constant, CONSTANT_SQUARES, load, MINUS_ONE, missing, missingUnlessFinite, NAN, ONE, ROW_BYTES, store, VECTOR_BYTES } from './lanes';
import { chunkRows, firstChunk, firstFull, suffixReach } from './chunks';

const SLOT: usize = 5 * VECTOR_BYTES;

/**
 * Rolling Pearson correlation of two columns by the windows of `chunks.ts`: five sums about the two pivots. Missing
 * where either side is, or is constant; held within [-1, 1].
 */
export function rollingCorrelation(
  out: usize,
  a: usize,
  b: usize,
  rows: i32,
  window: i32,
  phase: i32,
  scratch: usize,
): void {
  missing(out, min(window - 1, rows));
  const zero = f32x4.splat(0);
  const nan = constant(NAN);
  const one = constant(ONE);
  const minusOne = constant(MINUS_ONE);
  const constantSquares = constant(CONSTANT_SQUARES);
  const share = f32x4.splat(<f32>(1.0 / <f64>window));
  for (let start = firstChunk(window, phase); start < rows; start += window) {
    const reach = suffixReach(start, window);
    const full = firstFull(start, window);
    const length = chunkRows(start, window, rows);
    for (let vector: usize = 0; vector < ROW_BYTES; vector += VECTOR_BYTES) {
      const left = a + bytesOf(start) + vector;
      const right = b + bytesOf(start) + vector;
      const into = out + bytesOf(start) + vector;
      const leftPivot = load(left);
      const rightPivot = load(right);
      let x = zero;
      let y = zero;
      let xx = zero;
      let yy = zero;
      let xy = zero;
      let at = scratch + <usize>window * SLOT;
      keep(at, x, y, xx, yy, xy);
      for (let back: usize = ROW_BYTES; back <= reach; back += ROW_BYTES) {
        const d = f32x4.sub(load(left - back), leftPivot);
        const e = f32x4.sub(load(right - back), rightPivot);
        x = f32x4.add(x, d);
        y = f32x4.add(y, e);
        xx = f32x4.add(xx, f32x4.mul(d, d));
        yy = f32x4.add(yy, f32x4.mul(e, e));
        xy = f32x4.add(xy, f32x4.mul(d, e));
        at -= SLOT;
        keep(at, x, y, xx, yy, xy);
      }
      x = zero;
      y = zero;
      xx = zero;
      yy = zero;
      xy = zero;
      const base = scratch + SLOT;
      for (let row = 0; row < length; row++) {
        const d = f32x4.sub(load(left + bytesOf(row)), leftPivot);
        const e = f32x4.sub(load(right + bytesOf(row)), rightPivot);
        x = f32x4.add(x, d);
        y = f32x4.add(y, e);
        xx = f32x4.add(xx, f32x4.mul(d, d));
        yy = f32x4.add(yy, f32x4.mul(e, e));
        xy = f32x4.add(xy, f32x4.mul(d, e));
        if (row < full) continue;
        const suffix = base + <usize>row * SLOT;
        const sumX = f32x4.add(x, load(suffix));
        const sumY = f32x4.add(y, v128.load(suffix, 16));
        const sumXX = f32x4.add(xx, v128.load(suffix, 32));
        const sumYY = f32x4.add(yy, v128.load(suffix, 48));
        const sumXY = f32x4.add(xy, v128.load(suffix, 64));
        const meanX = f32x4.mul(sumX, share);
        const varianceX = f32x4.sub(sumXX, f32x4.mul(sumX, meanX));
        const varianceY = f32x4.sub(sumYY, f32x4.mul(sumY, f32x4.mul(sumY, share)));
        const covariance = f32x4.sub(sumXY, f32x4.mul(sumY, meanX));
        const scale = f32x4.mul(f32x4.sqrt(varianceX), f32x4.sqrt(varianceY));
        // First make infinities missing: the bounds would else turn infinity into 1, and pmin and pmax keep their second operand's NaN.
        const ratio = missingUnlessFinite(f32x4.div(covariance, scale));
        const held = f32x4.pmax(f32x4.pmin(ratio, one), minusOne);
        const constantSide = v128.or(f32x4.lt(sumXX, constantSquares), f32x4.lt(sumYY, constantSquares));
        store(into + bytesOf(row), v128.or(held, v128.and(constantSide, nan)));
      }
    }
  }
}

@inline function keep(at: usize, x: v128, y: v128, xx: v128, yy: v128, xy: v128): void {
  store(at, x);
  v128.store(at, y, 16);
  v128.store(at, xx, 32);
  v128.store(at, yy, 48);
  v128.store(at, xy, 64);
}
