import { SAME_LABEL } from './labels';
import { VECTOR_BYTES } from './lanes';

/*
 * Spearman's correlation of a date's values and labels: Pearson of their average ranks among the pairs. Ranks are doubled,
 * so that all sums are whole numbers.
 *
 * Ranks of values stand in the order of the labels, 0 where the value is missing: counting those that are not 0 ranks the
 * labels of the pairs on the way, whatever is missing. That gives equal labels ranks one after another; in a group of t the
 * k-th (from 0) has 2 k + 1 - t too much, which is taken off in a pass over the groups alone.
 */

/**
 * @param ranks [places] uint32: twice the rank of the value, by the label's place
 * @param order [places] uint16, as in labels.ts
 * @param stocks multiple of 16; ranks are 0 from the last label on
 * @param valueCubes sum of t^3 - t over groups of t equal values
 * @returns NaN where a side is constant
 */
export function rankCorrelation(ranks: usize, order: usize, stocks: i32, pairs: i32, valueCubes: f64, notes: usize): f64 {
  let products = productsOf(ranks, stocks) << 1;
  store<f64>(notes, 0);
  products -= excessOfTies(ranks, order, stocks, notes);
  const n = <f64>pairs;
  const cubes = n * (n * n - 1);
  // Sum of squared deviations of n doubled ranks: (n^3 - n) / 3, less (t^3 - t) / 3 for each group of t equals.
  const squaresX = (cubes - valueCubes) / 3;
  const squaresY = (cubes - load<f64>(notes)) / 3;
  if (squaresX <= 0 || squaresY <= 0) return NaN;
  const covariance = <f64>(products - <i64>pairs * <i64>(pairs + 1) * <i64>(pairs + 1));
  return max(-1.0, min(1.0, covariance / (Math.sqrt(squaresX) * Math.sqrt(squaresY))));
}

/** Sum of rank x number of ranks up to here that are not 0. A product has 32 bits: at most 32,768 stocks. */
function productsOf(ranks: usize, stocks: i32): i64 {
  const zero = i32x4.splat(0);
  let counted = zero;
  let sums = i64x2.splat(0);
  const end = ranks + (<usize>stocks << 2);
  for (let at = ranks; at < end; at += VECTOR_BYTES) {
    const rank = v128.load(at);
    // -1 for each that counts; then the sum of those up to each lane.
    const one = i32x4.ne(rank, zero);
    const two = i32x4.add(one, v128.shuffle<i8>(zero, one, 0, 1, 2, 3, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27));
    const four = i32x4.add(two, v128.shuffle<i8>(zero, two, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23));
    const upToHere = i32x4.sub(counted, four);
    counted = v128.shuffle<i32>(upToHere, upToHere, 3, 3, 3, 3);
    const product = i32x4.mul(rank, upToHere);
    sums = i64x2.add(sums, i64x2.add(i64x2.extend_low_i32x4_u(product), i64x2.extend_high_i32x4_u(product)));
  }
  return i64x2.extract_lane(sums, 0) + i64x2.extract_lane(sums, 1);
}

/** What `productsOf`, doubled, has too much where labels are equal; notes := sum of t^3 - t over groups of t. */
function excessOfTies(ranks: usize, order: usize, stocks: i32, notes: usize): i64 {
  let excess: i64 = 0;
  let cubes = 0.0;
  let place = 0;
  while (place < stocks) {
    const marks = i16x8.bitmask(v128.load(order + (<usize>place << 1)));
    if (marks == 0) {
      place += 8;
      continue;
    }
    place += ctz(marks);
    if (place >= stocks) break;
    // The group began one place before its first mark.
    let size: i64 = 0;
    let sum: i64 = 0;
    let weighted: i64 = 0;
    place--;
    do {
      const rank = <i64>load<u32>(ranks + (<usize>place << 2));
      sum += rank;
      weighted += rank * size;
      size += i64(rank != 0);
      place++;
    } while (place < stocks && load<u16>(order + (<usize>place << 1)) & SAME_LABEL);
    excess += 2 * weighted + sum * (1 - size);
    cubes += <f64>(size * (size * size - 1));
  }
  store<f64>(notes, cubes);
  return excess;
}
