import { bytesOf, constant, flatSquares, INFINITE, load, MINUS_ONE, missing, ONE, ROW_BYTES, store, VECTOR_BYTES } from './lanes';
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
  const share = f32x4.splat(<f32>(1.0 / <f64>window));
  for (let start = firstChunk(window, phase); start < rows; start += window) {
    const reach = suffixReach(start, window);
    const bytes = bytesOf(chunkRows(start, window, rows));
    const full = min(bytes, bytesOf(firstFull(start, window)));
    for (let vector: usize = 0; vector < ROW_BYTES; vector += VECTOR_BYTES) {
      let left = a + bytesOf(start) + vector;
      let right = b + bytesOf(start) + vector;
      const leftPivot = load(left);
      const rightPivot = load(right);
      let x = zero;
      let y = zero;
      let xx = zero;
      let yy = zero;
      let xy = zero;
      // Slot 0 is nobody's suffix: it keeps what would else take registers.
      store(scratch, flatSquares(leftPivot));
      v128.store(scratch, flatSquares(rightPivot), 16);
      let slot = scratch + <usize>window * SLOT;
      keep(slot, x, y, xx, yy, xy);
      for (const oldest = left - reach; left > oldest; ) {
        left -= ROW_BYTES;
        right -= ROW_BYTES;
        slot -= SLOT;
        const d = f32x4.sub(load(left), leftPivot);
        const e = f32x4.sub(load(right), rightPivot);
        x = f32x4.add(x, d);
        y = f32x4.add(y, e);
        xx = f32x4.add(xx, f32x4.mul(d, d));
        yy = f32x4.add(yy, f32x4.mul(e, e));
        xy = f32x4.add(xy, f32x4.mul(d, e));
        keep(slot, x, y, xx, yy, xy);
      }
      x = zero;
      y = zero;
      xx = zero;
      yy = zero;
      xy = zero;
      left += reach;
      right += reach;
      const end = left + bytes;
      for (const firstResult = left + full; left < firstResult; left += ROW_BYTES, right += ROW_BYTES) {
        const d = f32x4.sub(load(left), leftPivot);
        const e = f32x4.sub(load(right), rightPivot);
        x = f32x4.add(x, d);
        y = f32x4.add(y, e);
        xx = f32x4.add(xx, f32x4.mul(d, d));
        yy = f32x4.add(yy, f32x4.mul(e, e));
        xy = f32x4.add(xy, f32x4.mul(d, e));
      }
      slot = scratch + SLOT + (full >> 6) * SLOT;
      let into = out + bytesOf(start) + vector + full;
      for (; left < end; left += ROW_BYTES, right += ROW_BYTES, into += ROW_BYTES, slot += SLOT) {
        const d = f32x4.sub(load(left), leftPivot);
        const e = f32x4.sub(load(right), rightPivot);
        x = f32x4.add(x, d);
        y = f32x4.add(y, e);
        xx = f32x4.add(xx, f32x4.mul(d, d));
        yy = f32x4.add(yy, f32x4.mul(e, e));
        xy = f32x4.add(xy, f32x4.mul(d, e));
        const sumX = f32x4.add(x, load(slot));
        const sumY = f32x4.add(y, v128.load(slot, 16));
        const sumXX = f32x4.add(xx, v128.load(slot, 32));
        const sumYY = f32x4.add(yy, v128.load(slot, 48));
        const sumXY = f32x4.add(xy, v128.load(slot, 64));
        const meanX = f32x4.mul(sumX, share);
        const varianceX = f32x4.sub(sumXX, f32x4.mul(sumX, meanX));
        const varianceY = f32x4.sub(sumYY, f32x4.mul(sumY, f32x4.mul(sumY, share)));
        const covariance = f32x4.sub(sumXY, f32x4.mul(sumY, meanX));
        const scale = f32x4.mul(f32x4.sqrt(varianceX), f32x4.sqrt(varianceY));
        const held = f32x4.pmax(f32x4.pmin(f32x4.div(covariance, scale), constant(ONE)), constant(MINUS_ONE));
        const flat = v128.or(f32x4.lt(varianceX, load(scratch)), f32x4.lt(varianceY, v128.load(scratch, 16)));
        const wide = f32x4.ge(scale, constant(INFINITE));
        // All ones are a NaN; where a sum is missing neither holds, and the ratio is missing itself.
        store(into, v128.or(held, v128.or(flat, wide)));
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
