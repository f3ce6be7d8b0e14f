import { Masked, Whole } from './minute-form';
import { CONSTANT_SQUARES, firstOfPair, presentOrZero } from './minute-present';
import { HALF_ROW } from './minute-tile';

/** Pearson of two half tiles, two stocks at a time; from one pass, by pivots as the moments are. */
@inline
function correlatePair<Form>(n: v128, x: usize, y: usize, bars: i32): v128 {
  const end = x + <usize>bars * HALF_ROW;
  const pivotX = firstOfPair<Form>(x, end);
  const pivotY = firstOfPair<Form>(y, y + <usize>bars * HALF_ROW);
  const zero = f64x2.splat(0);
  let sumX = zero;
  let sumY = zero;
  let squaresX = zero;
  let squaresY = zero;
  let products = zero;
  for (; x < end; x += HALF_ROW, y += HALF_ROW) {
    const left = v128.load(x);
    const right = v128.load(y);
    const present = f64x2.eq(left, left);
    const a = presentOrZero<Form>(f64x2.sub(left, pivotX), present);
    const b = presentOrZero<Form>(f64x2.sub(right, pivotY), present);
    sumX = f64x2.add(sumX, a);
    sumY = f64x2.add(sumY, b);
    squaresX = f64x2.add(squaresX, f64x2.mul(a, a));
    squaresY = f64x2.add(squaresY, f64x2.mul(b, b));
    products = f64x2.add(products, f64x2.mul(a, b));
  }
  const one = f64x2.splat(1);
  const meanX = f64x2.div(sumX, n);
  const spreadX = f64x2.sub(squaresX, f64x2.mul(meanX, sumX));
  const spreadY = f64x2.sub(squaresY, f64x2.mul(f64x2.div(sumY, n), sumY));
  const constant = f64x2.splat(CONSTANT_SQUARES);
  const varied = v128.and(f64x2.ge(spreadX, constant), f64x2.ge(spreadY, constant));
  const fits = v128.and(varied, f64x2.ge(n, f64x2.splat(2)));
  const scale = f64x2.mul(f64x2.sqrt(spreadX), f64x2.sqrt(spreadY));
  const value = f64x2.div(f64x2.sub(products, f64x2.mul(meanX, sumY)), scale);
  const clamped = f64x2.max(f64x2.neg(one), f64x2.min(one, value));
  return v128.or(clamped, v128.not(fits));
}

/** @param masked the half tiles hold the same bars: each is missing where the other is */
export function correlations(out: usize, x: usize, y: usize, counts: usize, bars: i32, masked: bool): void {
  for (let pair: usize = 0; pair < HALF_ROW; pair += 16) {
    const n = v128.load(counts + pair);
    const value = masked
      ? correlatePair<Masked>(n, x + pair, y + pair, bars)
      : correlatePair<Whole>(n, x + pair, y + pair, bars);
    v128.store(out + pair, value);
  }
}
