import { VECTOR_BYTES } from './lanes';

/**
 * Pearson correlation of two rows of float32 over the columns in which both are finite: in float64, about the first pair, so
 * that one pass loses nothing. NaN where a side is constant or there are fewer than two pairs.
 * @param low, high bounds that the left side is clipped to
 * @param correlation where it goes, float64
 * @returns pairs
 */
export function pearsonOfDay(left: usize, right: usize, stocks: i32, low: f64, high: f64, correlation: usize): i32 {
  const end = left + (<usize>stocks << 2);
  store<f64>(correlation, NaN);
  let x = left;
  let y = right;
  while (x < end && !(isFinite(load<f32>(x)) && isFinite(load<f32>(y)))) {
    x += 4;
    y += 4;
  }
  if (x == end) return 0;
  const pivotX = f64x2.splat(min(high, max(low, <f64>load<f32>(x))));
  const pivotY = f64x2.splat(<f64>load<f32>(y));
  const lowest = f64x2.splat(low);
  const highest = f64x2.splat(high);
  let pairs = i32x4.splat(0);
  let sumX = f64x2.splat(0);
  let sumY = f64x2.splat(0);
  let xx = f64x2.splat(0);
  let yy = f64x2.splat(0);
  let xy = f64x2.splat(0);
  for (x = left, y = right; x < end; x += VECTOR_BYTES, y += VECTOR_BYTES) {
    const valuesX = v128.load(x);
    const valuesY = v128.load(y);
    // Infinity less infinity and missing less missing are missing, and not equal to themselves.
    const nothing = f32x4.add(f32x4.sub(valuesX, valuesX), f32x4.sub(valuesY, valuesY));
    const present = f32x4.eq(nothing, nothing);
    pairs = i32x4.sub(pairs, present);
    const presentLow = i64x2.extend_low_i32x4_s(present);
    const presentHigh = i64x2.extend_high_i32x4_s(present);
    const clippedLow = f64x2.pmin(highest, f64x2.pmax(lowest, f64x2.promote_low_f32x4(valuesX)));
    const dxLow = v128.and(f64x2.sub(clippedLow, pivotX), presentLow);
    const dyLow = v128.and(f64x2.sub(f64x2.promote_low_f32x4(valuesY), pivotY), presentLow);
    const upperX = v128.shuffle<i32>(valuesX, valuesX, 2, 3, 2, 3);
    const upperY = v128.shuffle<i32>(valuesY, valuesY, 2, 3, 2, 3);
    const clippedHigh = f64x2.pmin(highest, f64x2.pmax(lowest, f64x2.promote_low_f32x4(upperX)));
    const dxHigh = v128.and(f64x2.sub(clippedHigh, pivotX), presentHigh);
    const dyHigh = v128.and(f64x2.sub(f64x2.promote_low_f32x4(upperY), pivotY), presentHigh);
    sumX = f64x2.add(sumX, f64x2.add(dxLow, dxHigh));
    sumY = f64x2.add(sumY, f64x2.add(dyLow, dyHigh));
    xx = f64x2.add(xx, f64x2.add(f64x2.mul(dxLow, dxLow), f64x2.mul(dxHigh, dxHigh)));
    yy = f64x2.add(yy, f64x2.add(f64x2.mul(dyLow, dyLow), f64x2.mul(dyHigh, dyHigh)));
    xy = f64x2.add(xy, f64x2.add(f64x2.mul(dxLow, dyLow), f64x2.mul(dxHigh, dyHigh)));
  }
  const count = sumOfWords(pairs);
  if (count < 2 || total(xx) == 0 || total(yy) == 0) return count;
  const n = <f64>count;
  const ofX = total(sumX);
  const ofY = total(sumY);
  const squaresX = total(xx) - (ofX * ofX) / n;
  const squaresY = total(yy) - (ofY * ofY) / n;
  const products = total(xy) - (ofX * ofY) / n;
  const ratio = products / (Math.sqrt(squaresX) * Math.sqrt(squaresY));
  store<f64>(correlation, max(-1.0, min(1.0, ratio)));
  return count;
}

@inline function total(sums: v128): f64 {
  return f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
}

@inline function sumOfWords(words: v128): i32 {
  return (
    i32x4.extract_lane(words, 0) + i32x4.extract_lane(words, 1) + i32x4.extract_lane(words, 2) + i32x4.extract_lane(words, 3)
  );
}
