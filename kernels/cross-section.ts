import { dayBytes, gatherDays, scatterDays, TILE_DAYS, tileBytes } from './day-tile';
import { constant, load as loadVector, NAN, store as storeVector, VECTOR_BYTES } from './lanes';
import { rankDay } from './rank-day';

/*
 * Operators over all stocks of a day: a program stops for them until every block has come so far. Only present values of the
 * universe take part; the mask is 0 inside it and missing outside, and is added. Operands are the first row of the first
 * block and the way to the next block.
 */

/** What remains of a day whose squared deviations sum to less of its largest value's square is rounding. */
const CONSTANT_SHARE: f64 = 1e-11;

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
  const columns = masks + tileBytes(blocks);
  const ranks = columns + (<usize>blocks << 5);
  const rest = ranks + dayBytes(blocks);
  for (let column = 0; column < blocks << 4; column++) store<u16>(columns + (<usize>column << 1), <u16>column);
  for (let first = 0; first < rows; first += TILE_DAYS) {
    const days = min(TILE_DAYS, rows - first);
    const offset = <usize>first << 6;
    gatherDays(scratch, from + offset, fromStride, days, blocks);
    gatherDays(masks, mask + offset, maskStride, days, blocks);
    for (let day = 0; day < days; day++) {
      const row = scratch + <usize>day * dayBytes(blocks);
      maskDay(row, masks + <usize>day * dayBytes(blocks), blocks);
      const count = rankDay(row, columns, columns, blocks << 4, blocks << 4, ranks, rest);
      writeShares(row, ranks, count, blocks);
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
  // A missing value never exceeds the largest.
  let largestValues = f32x4.splat(0);
  for (let at = row; at < end; at += VECTOR_BYTES) {
    const values = loadVector(at);
    const present = f32x4.eq(values, values);
    counts = i32x4.sub(counts, present);
    largestValues = f32x4.pmax(largestValues, f32x4.abs(values));
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
  const largest = <f64>max(
    max(f32x4.extract_lane(largestValues, 0), f32x4.extract_lane(largestValues, 1)),
    max(f32x4.extract_lane(largestValues, 2), f32x4.extract_lane(largestValues, 3)),
  );
  const varies = squared >= max(1e-37, CONSTANT_SHARE * largest * largest);
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

/** Doubled ranks as shares of `count`; 0 is missing. */
function writeShares(row: usize, ranks: usize, count: i32, blocks: i32): void {
  const share = f64x2.splat(0.5 / <f64>count);
  const zero = i32x4.splat(0);
  const nan = constant(NAN);
  const end = row + dayBytes(blocks);
  for (let at = row; at < end; at += VECTOR_BYTES, ranks += VECTOR_BYTES) {
    const rank = loadVector(ranks);
    const upper = v128.shuffle<i32>(rank, rank, 2, 3, 2, 3);
    const low = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.convert_low_i32x4_u(rank), share));
    const high = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.convert_low_i32x4_u(upper), share));
    const shares = v128.shuffle<i32>(low, high, 0, 1, 4, 5);
    storeVector(at, v128.bitselect(nan, shares, i32x4.eq(rank, zero)));
  }
}
