import { bytesOf, constant, INFINITE, load, MINUS_ONE, missing, missingUnlessFinite, ONE, ROW_BYTES, store, VECTOR_BYTES } from './lanes';
import { chunkRows, firstChunk, firstFull, suffixReach } from './chunks';

/*
 * Rolling extremes and their places, by the windows of `chunks.ts`. The place of a minimum is that of the maximum of the
 * negated values. Missing values enter as +infinity (-infinity for a minimum), so that they win every comparison and mark
 * the whole window: `pmin(infinity, NaN)` is infinity.
 */
export function rollingMax(out: usize, a: usize, rows: i32, window: i32, phase: i32, scratch: usize): void {
  rollValues(false, out, a, rows, window, phase, scratch);
}
export function rollingMin(out: usize, a: usize, rows: i32, window: i32, phase: i32, scratch: usize): void {
  rollValues(true, out, a, rows, window, phase, scratch);
}
export function rollingArgMax(out: usize, a: usize, rows: i32, window: i32, phase: i32, scratch: usize): void {
  rollPlaces(false, out, a, rows, window, phase, scratch);
}
export function rollingArgMin(out: usize, a: usize, rows: i32, window: i32, phase: i32, scratch: usize): void {
  rollPlaces(true, out, a, rows, window, phase, scratch);
}

@inline function candidate(negated: bool, infinite: v128, from: usize): v128 {
  const value = missingUnlessFinite(load(from));
  return f32x4.pmin(infinite, negated ? f32x4.neg(value) : value);
}

/** Of equals, and where the second is missing, the first. */
@inline function better(lowest: bool, first: v128, second: v128): v128 {
  return lowest ? f32x4.pmin(first, second) : f32x4.pmax(first, second);
}

@inline function rollValues(lowest: bool, out: usize, a: usize, rows: i32, window: i32, phase: i32, scratch: usize): void {
  missing(out, min(window - 1, rows));
  const infinite = constant(INFINITE);
  const minusInfinite = f32x4.neg(infinite);
  // What wins every comparison stands for a missing value; what loses every one is an empty window.
  const winner = lowest ? minusInfinite : infinite;
  const loser = lowest ? infinite : minusInfinite;
  for (let start = firstChunk(window, phase); start < rows; start += window) {
    const reach = suffixReach(start, window);
    const full = firstFull(start, window);
    const length = chunkRows(start, window, rows);
    for (let vector: usize = 0; vector < ROW_BYTES; vector += VECTOR_BYTES) {
      const from = a + bytesOf(start) + vector;
      const into = out + bytesOf(start) + vector;
      let best = loser;
      let at = scratch + (<usize>window << 4);
      store(at, best);
      for (let back: usize = ROW_BYTES; back <= reach; back += ROW_BYTES) {
        at -= VECTOR_BYTES;
        best = better(lowest, best, better(!lowest, winner, missingUnlessFinite(load(from - back))));
        store(at, best);
      }
      best = loser;
      const base = scratch + VECTOR_BYTES;
      for (let row = 0; row < length; row++) {
        best = better(lowest, best, better(!lowest, winner, missingUnlessFinite(load(from + bytesOf(row)))));
        if (row < full) continue;
        store(into + bytesOf(row), better(lowest, best, load(base + (<usize>row << 4))));
      }
    }
  }
}

/** Places count from 1 at the window's oldest row; of equals the oldest wins: looking back it takes ties, looking on it keeps them. */
@inline function rollPlaces(negated: bool, out: usize, a: usize, rows: i32, window: i32, phase: i32, scratch: usize): void {
  missing(out, min(window - 1, rows));
  const infinite = constant(INFINITE);
  const lowest = f32x4.neg(infinite);
  const one = constant(ONE);
  const first = constant(MINUS_ONE);
  for (let start = firstChunk(window, phase); start < rows; start += window) {
    const reach = suffixReach(start, window);
    const full = firstFull(start, window);
    const length = chunkRows(start, window, rows);
    for (let vector: usize = 0; vector < ROW_BYTES; vector += VECTOR_BYTES) {
      const from = a + bytesOf(start) + vector;
      const into = out + bytesOf(start) + vector;
      let best = lowest;
      // Rows counted from the chunk's start: negative in suffixes.
      let place = f32x4.splat(0);
      let here = f32x4.splat(0);
      let at = scratch + (<usize>window << 5);
      store(at, best);
      v128.store(at, place, 16);
      for (let back: usize = ROW_BYTES; back <= reach; back += ROW_BYTES) {
        at -= 2 * VECTOR_BYTES;
        here = f32x4.sub(here, one);
        const value = candidate(negated, infinite, from - back);
        const takes = f32x4.ge(value, best);
        best = v128.bitselect(value, best, takes);
        place = v128.bitselect(here, place, takes);
        store(at, best);
        v128.store(at, place, 16);
      }
      best = lowest;
      place = f32x4.splat(0);
      here = first;
      const base = scratch + 2 * VECTOR_BYTES;
      for (let row = 0; row < length; row++) {
        here = f32x4.add(here, one);
        const value = candidate(negated, infinite, from + bytesOf(row));
        const takes = f32x4.gt(value, best);
        best = v128.bitselect(value, best, takes);
        place = v128.bitselect(here, place, takes);
        if (row < full) continue;
        const suffix = base + (<usize>row << 5);
        const older = load(suffix);
        const olderWins = f32x4.ge(older, best);
        const winner = v128.bitselect(older, best, olderWins);
        const winnersPlace = v128.bitselect(v128.load(suffix, 16), place, olderWins);
        // Infinity less infinity is missing, and so is the place of a missing value.
        const zeroOrMissing = f32x4.sub(winner, winner);
        const fromOldest = f32x4.add(winnersPlace, f32x4.splat(<f32>(window - row)));
        store(into + bytesOf(row), f32x4.add(fromOldest, zeroOrMissing));
      }
    }
  }
}
