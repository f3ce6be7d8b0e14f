import { load, VECTOR_BYTES } from './lanes';

/** A cell without a value; all others lie in [-127, 127]. In memory, as every constant of a loop. */
const MISSING_CELL = memory.data<i8>([-128]);
/** Correlation and standard error, float64. */
const ANSWER_BYTES: usize = 16;
/** A spread over fewer days than this says nothing. */
const FEWEST_DAYS: f64 = 8;

/**
 * One sketch against `count` others that lie one after another: of each pair the mean of the daily correlations over the
 * cells that both have, and its standard error. A sketch is [days x stocks] int8, `bytes` from the next; sums are whole
 * numbers, so the only rounding is that of five operations in float64 a day, which are the same in `compareSketches` of the host.
 * @param stocks a multiple of 16, at most 1024: sums of a day are kept in 16 bits
 * @param minimumCells int32 a day: with fewer cells in both the day does not count
 * @param answers [count] correlation and standard error; NaN where no day counts, and of an error below eight days
 */
export function compareSketches(
  sketch: usize, others: usize, count: i32, bytes: usize, days: i32, stocks: i32, minimumCells: usize, answers: usize,
): void {
  for (let at = 0; at < count; at++) {
    let counted: f64 = 0;
    let sum: f64 = 0;
    let squares: f64 = 0;
    let left = sketch;
    let right = others + <usize>at * bytes;
    for (let day = 0; day < days; day++) {
      const r = correlateCells(left, right, <usize>stocks, i32.load(minimumCells + (<usize>day << 2)));
      left += <usize>stocks;
      right += <usize>stocks;
      if (r != r) continue;
      counted += 1;
      sum += r;
      squares += r * r;
    }
    const mean = sum / counted;
    const variance = max(0.0, squares - sum * mean) / (counted - 1);
    const answer = answers + <usize>at * ANSWER_BYTES;
    store<f64>(answer, mean);
    store<f64>(answer, counted < FEWEST_DAYS ? NaN : Math.sqrt(variance / counted), 8);
  }
}

/** Pearson correlation of a day's cells that both have; NaN with fewer than `minimum`, or where a side is constant there. */
@inline function correlateCells(left: usize, right: usize, stocks: usize, minimum: i32): f64 {
  const missing = v128.load8_splat(MISSING_CELL);
  const end = left + stocks;
  let cells = i8x16.splat(0);
  let x = i16x8.splat(0);
  let y = i16x8.splat(0);
  let xx = i32x4.splat(0);
  let yy = i32x4.splat(0);
  let xy = i32x4.splat(0);
  for (; left < end; left += VECTOR_BYTES, right += VECTOR_BYTES) {
    const scoresX = load(left);
    const scoresY = load(right);
    const both = v128.and(i8x16.ne(scoresX, missing), i8x16.ne(scoresY, missing));
    const a = v128.and(scoresX, both);
    const b = v128.and(scoresY, both);
    cells = i8x16.sub(cells, both);
    x = i16x8.add(x, i16x8.extadd_pairwise_i8x16_s(a));
    y = i16x8.add(y, i16x8.extadd_pairwise_i8x16_s(b));
    const aLow = i16x8.extend_low_i8x16_s(a);
    const aHigh = i16x8.extend_high_i8x16_s(a);
    const bLow = i16x8.extend_low_i8x16_s(b);
    const bHigh = i16x8.extend_high_i8x16_s(b);
    xx = i32x4.add(xx, i32x4.add(i32x4.dot_i16x8_s(aLow, aLow), i32x4.dot_i16x8_s(aHigh, aHigh)));
    yy = i32x4.add(yy, i32x4.add(i32x4.dot_i16x8_s(bLow, bLow), i32x4.dot_i16x8_s(bHigh, bHigh)));
    xy = i32x4.add(xy, i32x4.add(i32x4.dot_i16x8_s(aLow, bLow), i32x4.dot_i16x8_s(aHigh, bHigh)));
  }
  const n = total(i32x4.extadd_pairwise_i16x8_s(i16x8.extadd_pairwise_i8x16_s(cells)));
  if (n < minimum) return NaN;
  const ofX = <f64>total(i32x4.extadd_pairwise_i16x8_s(x));
  const ofY = <f64>total(i32x4.extadd_pairwise_i16x8_s(y));
  const count = <f64>n;
  const spread = (count * <f64>total(xx) - ofX * ofX) * (count * <f64>total(yy) - ofY * ofY);
  return spread == 0 ? NaN : (count * <f64>total(xy) - ofX * ofY) / Math.sqrt(spread);
}

@inline function total(words: v128): i32 {
  return (
    i32x4.extract_lane(words, 0) + i32x4.extract_lane(words, 1) + i32x4.extract_lane(words, 2) + i32x4.extract_lane(words, 3)
  );
}
