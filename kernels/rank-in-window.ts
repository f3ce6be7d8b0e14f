import { bytesOf, load, missing, ROW_BYTES, store, VECTOR_BYTES } from './lanes';

/**
 * Average rank of the newest value among its window, divided by the window: (below + (equal + 1) / 2) / n, by counting. The
 * cost grows with the window, at about an eighth of a nanosecond a row and cell.
 */
export function rollingRank(out: usize, a: usize, rows: i32, window: i32): void {
  missing(out, min(window - 1, rows));
  const share = f32x4.splat(<f32>(1.0 / <f64>window));
  const half = f32x4.splat(0.5);
  for (let row = window - 1; row < rows; row++) {
    for (let vector: usize = 0; vector < ROW_BYTES; vector += VECTOR_BYTES) {
      const at = a + bytesOf(row) + vector;
      const newest = load(at);
      const oldest = at - bytesOf(window - 1);
      let below = i32x4.splat(0);
      let upTo = i32x4.splat(0);
      let present = f32x4.sub(newest, newest);
      for (let from = oldest; from <= at; from += ROW_BYTES) {
        const value = load(from);
        // Comparisons answer -1 where they hold.
        below = i32x4.sub(below, f32x4.lt(value, newest));
        upTo = i32x4.sub(upTo, f32x4.le(value, newest));
        present = f32x4.add(present, f32x4.sub(value, value));
      }
      const places = f32x4.add(f32x4.convert_i32x4_s(i32x4.add(below, upTo)), f32x4.splat(1));
      const rank = f32x4.mul(f32x4.mul(places, half), share);
      store(out + bytesOf(row) + vector, f32x4.add(rank, present));
    }
  }
}
