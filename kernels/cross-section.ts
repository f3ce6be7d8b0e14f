import { dayBytes, gatherDays, scatterDays, TILE_DAYS, tileBytes } from './day-tile';
import { constant, CONSTANT_SQUARES, load as loadVector, store as storeVector, VECTOR_BYTES } from './lanes';
import { entryOf, keyIn, keyOf, sortDay } from './sort-day';

/*
 * Operators over all stocks of a day: a program stops for them until every block has come so far. Only present values of the
 * universe take part; the mask is 0 inside it and missing outside, and is added. Operands are the first row of the first
 * block and the way to the next block.
 */

/** (value - mean) / standard deviation of the day; a constant day is missing. Moments in float64, about the day's first value. */
export function csNorm(
  out: usize,
  outStride: usize,
  from: usize,
  fromStride: usize,
  mask: usize,
  maskStride: usize,
  rows: i32,
  blocks: i32,
  scratch: usize,
): void {
  const masks = scratch + tileBytes(blocks);
  for (let first = 0; first < rows; first += TILE_DAYS) {
    const days = min(TILE_DAYS, rows - first);
    const offset = <usize>first << 6;
    gatherDays(scratch, from + offset, fromStride, days, blocks);
    gatherDays(masks, mask + offset, maskStride, days, blocks);
    for (let day = 0; day < days; day++) {
      const row = scratch + <usize>day * dayBytes(blocks);
      maskDay(row, masks + <usize>day * dayBytes(blocks), blocks);
      normaliseDay(row, blocks);
    }
    scatterDays(out + offset, outStride, scratch, days, blocks);
  }
}

/** Average rank of the day / number of values, in (0, 1]. */
export function csRank(
  out: usize,
  outStride: usize,
  from: usize,
  fromStride: usize,
  mask: usize,
  maskStride: usize,
  rows: i32,
  blocks: i32,
  scratch: usize,
): void {
  const masks = scratch + tileBytes(blocks);
  const rest = masks + tileBytes(blocks);
  for (let first = 0; first < rows; first += TILE_DAYS) {
    const days = min(TILE_DAYS, rows - first);
    const offset = <usize>first << 6;
    gatherDays(scratch, from + offset, fromStride, days, blocks);
    gatherDays(masks, mask + offset, maskStride, days, blocks);
    for (let day = 0; day < days; day++) {
      const row = scratch + <usize>day * dayBytes(blocks);
      maskDay(row, masks + <usize>day * dayBytes(blocks), blocks);
      rankDay(row, blocks, rest);
    }
    scatterDays(out + offset, outStride, scratch, days, blocks);
  }
}

/** Makes values outside the universe missing, and infinities with them. */
function maskDay(row: usize, mask: usize, blocks: i32): void {
  const end = row + dayBytes(blocks);
  for (let at = row; at < end; at += VECTOR_BYTES, mask += VECTOR_BYTES) {
    const value = loadVector(at);
    const nothing = f32x4.add(f32x4.sub(value, value), loadVector(mask));
    storeVector(at, f32x4.add(value, nothing));
  }
}

function normaliseDay(row: usize, blocks: i32): void {
  const end = row + dayBytes(blocks);
  let first = row;
  while (first < end && isNaN(load<f32>(first))) first += 4;
  if (first == end) return;
  const pivot = f64x2.splat(<f64>load<f32>(first));
  let sum = f64x2.splat(0);
  let squares = f64x2.splat(0);
  let counts = i32x4.splat(0);
  for (let at = row; at < end; at += VECTOR_BYTES) {
    const values = loadVector(at);
    const present = f32x4.eq(values, values);
    counts = i32x4.sub(counts, present);
    const low = v128.and(f64x2.sub(f64x2.promote_low_f32x4(values), pivot), i64x2.extend_low_i32x4_s(present));
    const upper = v128.shuffle<i32>(values, values, 2, 3, 2, 3);
    const high = v128.and(f64x2.sub(f64x2.promote_low_f32x4(upper), pivot), i64x2.extend_high_i32x4_s(present));
    sum = f64x2.add(sum, f64x2.add(low, high));
    squares = f64x2.add(squares, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)));
  }
  const n = <f64>(
    (i32x4.extract_lane(counts, 0) + i32x4.extract_lane(counts, 1) + i32x4.extract_lane(counts, 2) + i32x4.extract_lane(counts, 3))
  );
  const meanDeviation = (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)) / n;
  const squared = f64x2.extract_lane(squares, 0) + f64x2.extract_lane(squares, 1) - meanDeviation * meanDeviation * n;
  const varies = squared >= <f64>f32x4.extract_lane(constant(CONSTANT_SQUARES), 0);
  const perStd = varies ? Math.sqrt((n - 1) / squared) : NaN;
  const mean = f64x2.splat(f64x2.extract_lane(pivot, 0) + meanDeviation);
  const factor = f64x2.splat(perStd);
  for (let at = row; at < end; at += VECTOR_BYTES) {
    const values = loadVector(at);
    const upper = v128.shuffle<i32>(values, values, 2, 3, 2, 3);
    const low = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(f64x2.promote_low_f32x4(values), mean), factor));
    const high = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(f64x2.promote_low_f32x4(upper), mean), factor));
    storeVector(at, v128.shuffle<i32>(low, high, 0, 1, 4, 5));
  }
}

/** @param scratch two rooms of 8 bytes a stock, and the tables of `sortDay` */
function rankDay(row: usize, blocks: i32, scratch: usize): void {
  const stocks = <usize>blocks << 4;
  const spare = scratch + (stocks << 3);
  let count = 0;
  let lowest: u32 = u32.MAX_VALUE;
  let highest: u32 = 0;
  for (let stock: usize = 0; stock < stocks; stock++) {
    const value = load<f32>(row + (stock << 2));
    if (isNaN(value)) continue;
    const key = keyOf(value);
    lowest = min(lowest, key);
    highest = max(highest, key);
    store<u64>(scratch + (<usize>count << 3), entryOf(key, <u32>stock));
    count++;
  }
  if (count == 0) return;
  sortDay(scratch, count, lowest, highest, spare, spare + (stocks << 3));
  const share = 0.5 / <f64>count;
  for (let first = 0; first < count; ) {
    const key = keyIn(load<u64>(scratch + (<usize>first << 3)));
    let end = first + 1;
    while (end < count && keyIn(load<u64>(scratch + (<usize>end << 3))) == key) end++;
    const rank = <f32>(<f64>(first + end + 1) * share);
    for (; first < end; first++) {
      const stock = <usize><u32>load<u64>(scratch + (<usize>first << 3));
      store<f32>(row + (stock << 2), rank);
    }
  }
}
