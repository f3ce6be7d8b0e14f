import { chunkRows, firstChunk, firstFull, suffixReach } from './chunks';
import { bytesOf, constant, load, missing, ONE, ROW_BYTES, store, VECTOR_BYTES } from './lanes';

/** A slot holds two sums of one vector, at the distance of a row: a row's slot is then its offset. */
const SLOT: usize = ROW_BYTES;

/**
 * Mean with weights 1 .. n, the newest heaviest. The second sum is of the deviations times their places counted from the
 * chunk's start; adding (n - row) times the first makes them places from the window's oldest row.
 */
export function rollingDecay(out: usize, a: usize, rows: i32, window: i32, phase: i32, scratch: usize): void {
  missing(out, min(window - 1, rows));
  const one = constant(ONE);
  const wholeWeight = f32x4.splat(<f32>(2.0 / (<f64>window * <f64>(window + 1))));
  for (let start = firstChunk(window, phase); start < rows; start += window) {
    const end = bytesOf(chunkRows(start, window, rows));
    const full = bytesOf(firstFull(start, window));
    for (let vector: usize = 0; vector < ROW_BYTES; vector += VECTOR_BYTES) {
      const from = a + bytesOf(start) + vector;
      const into = out + bytesOf(start) + vector;
      const pivot = load(from);
      const nothing = f32x4.sub(pivot, pivot);
      let sum = nothing;
      let weighted = nothing;
      let place = f32x4.splat(0);
      let slot = scratch + <usize>window * SLOT;
      store(slot, sum);
      v128.store(slot, weighted, 16);
      const oldest = from - suffixReach(start, window);
      for (let row = from - ROW_BYTES; row >= oldest; row -= ROW_BYTES) {
        const d = f32x4.sub(load(row), pivot);
        place = f32x4.sub(place, one);
        sum = f32x4.add(sum, d);
        weighted = f32x4.add(weighted, f32x4.mul(place, d));
        slot -= SLOT;
        store(slot, sum);
        v128.store(slot, weighted, 16);
      }
      sum = nothing;
      weighted = nothing;
      place = f32x4.splat(0);
      let toOldest = f32x4.splat(<f32>window);
      for (let at: usize = 0; at < end; at += ROW_BYTES) {
        const d = f32x4.sub(load(from + at), pivot);
        sum = f32x4.add(sum, d);
        weighted = f32x4.add(weighted, f32x4.mul(place, d));
        if (at >= full) {
          const suffix = scratch + SLOT + at;
          const all = f32x4.add(sum, load(suffix));
          const allWeighted = f32x4.add(f32x4.add(weighted, v128.load(suffix, 16)), f32x4.mul(toOldest, all));
          store(into + at, f32x4.add(pivot, f32x4.mul(allWeighted, wholeWeight)));
        }
        place = f32x4.add(place, one);
        toOldest = f32x4.sub(toOldest, one);
      }
    }
  }
}
