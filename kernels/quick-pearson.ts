import { VECTOR_BYTES } from './lanes';

/*
 * Pearson correlation of a date in float32: deviations from the mean of some pairs, whose products are summed by groups of 64
 * columns before they join sums in float64. Half the time of pearson-of-day.ts, which stays the judge of dates on which
 * float32 could go wrong. Within 1e-7 of float64.
 */

/** Groups of so many bytes are summed in float32. */
const GROUP_BYTES: usize = 256;
/** Fewer pairs do not even roundings out. */
const FEWEST: i32 = 200;
/** Sums of squares that leave room to both ends of float32. */
const SMALLEST_SQUARES: f64 = 1e-26;
const LARGEST_SQUARES: f64 = 1e36;
/** What must be left of a sum of squares once the deviation of the mean is taken off. */
const SHARE_LEFT: f64 = 0.5;
/** Roundings weigh as much as the correlation does where a single pair makes it; no honest factor comes near. */
const LARGEST: f64 = 0.25;
/** Pairs whose mean the others deviate from. */
const PIVOT_PAIRS: f32 = 16;

/**
 * @param left, right rows of float32 @param stocks multiple of 16
 * @param correlation where it goes, float64
 * @returns pairs; -1 where `pearsonOfDay` has to be asked
 */
export function quickPearson(left: usize, right: usize, stocks: i32, correlation: usize): i32 {
  const end = left + (<usize>stocks << 2);
  let x = left;
  let y = right;
  let met: f32 = 0;
  let meanX: f32 = 0;
  let meanY: f32 = 0;
  for (; x < end && met < PIVOT_PAIRS; x += 4, y += 4) {
    const valueX = load<f32>(x);
    const valueY = load<f32>(y);
    if (!isFinite(valueX) || !isFinite(valueY)) continue;
    meanX += valueX;
    meanY += valueY;
    met++;
  }
  const pivotX = f32x4.splat(meanX / met);
  const pivotY = f32x4.splat(meanY / met);
  const withoutSign = i32x4.splat(0x7fffffff);
  const infinite = i32x4.splat(0x7f800000);
  let pairs = i32x4.splat(0);
  let sumX = f64x2.splat(0);
  let sumY = sumX;
  let xx = sumX;
  let yy = sumX;
  let xy = sumX;
  x = left;
  y = right;
  while (x < end) {
    const groupEnd = min(x + GROUP_BYTES, end);
    let groupX = f32x4.splat(0);
    let groupY = groupX;
    let groupXX = groupX;
    let groupYY = groupX;
    let groupXY = groupX;
    for (; x < groupEnd; x += VECTOR_BYTES, y += VECTOR_BYTES) {
      const valuesX = v128.load(x);
      const valuesY = v128.load(y);
      const largest = i32x4.max_s(v128.and(valuesX, withoutSign), v128.and(valuesY, withoutSign));
      const present = i32x4.lt_s(largest, infinite);
      const dx = v128.and(f32x4.sub(valuesX, pivotX), present);
      const dy = v128.and(f32x4.sub(valuesY, pivotY), present);
      pairs = i32x4.sub(pairs, present);
      groupX = f32x4.add(groupX, dx);
      groupY = f32x4.add(groupY, dy);
      groupXX = f32x4.add(groupXX, f32x4.mul(dx, dx));
      groupYY = f32x4.add(groupYY, f32x4.mul(dy, dy));
      groupXY = f32x4.add(groupXY, f32x4.mul(dx, dy));
    }
    sumX = f64x2.add(sumX, halves(groupX));
    sumY = f64x2.add(sumY, halves(groupY));
    xx = f64x2.add(xx, halves(groupXX));
    yy = f64x2.add(yy, halves(groupYY));
    xy = f64x2.add(xy, halves(groupXY));
  }
  const count = sumOfWords(pairs);
  const n = <f64>count;
  const allX = total(xx);
  const allY = total(yy);
  const squaresX = allX - (total(sumX) * total(sumX)) / n;
  const squaresY = allY - (total(sumY) * total(sumY)) / n;
  if (count < FEWEST || !isSafe(allX, squaresX) || !isSafe(allY, squaresY)) return -1;
  const products = total(xy) - (total(sumX) * total(sumY)) / n;
  const ratio = products / (Math.sqrt(squaresX) * Math.sqrt(squaresY));
  if (Math.abs(ratio) > LARGEST) return -1;
  store<f64>(correlation, ratio);
  return count;
}

@inline function isSafe(about: f64, squares: f64): bool {
  return about > SMALLEST_SQUARES && about < LARGEST_SQUARES && squares > SHARE_LEFT * about;
}

/** Four float32 as two float64 of two each. */
@inline function halves(sums: v128): v128 {
  return f64x2.add(f64x2.promote_low_f32x4(sums), f64x2.promote_low_f32x4(v128.shuffle<i32>(sums, sums, 2, 3, 2, 3)));
}

@inline function total(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

@inline function sumOfWords(words: v128): i32 {
  return (
    i32x4.extract_lane(words, 0) + i32x4.extract_lane(words, 1) + i32x4.extract_lane(words, 2) + i32x4.extract_lane(words, 3)
  );
}
