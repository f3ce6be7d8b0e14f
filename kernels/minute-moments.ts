import { Masked, Whole } from './minute-form';
import { CONSTANT_SQUARES, firstOfPair, presentOrZero } from './minute-present';
import { HALF_ROW } from './minute-tile';

/** The highest power that is summed, as a type for the reason that `Whole` and `Masked` are. */
type Squares = u8;
type Cubes = u16;
type Fourths = u32;

/**
 * Standard deviation, skewness and kurtosis from sums of powers of deviations from a *pivot*, the first bar present. One
 * pass suffices: the pivot is one of the n bars, so at most sqrt(n) standard deviations from their mean, which bounds
 * what cancels (240 bars: a relative 1e-10 for the fourth moment). Sums of powers of ticks are mostly exact besides.
 */
@inline
function powers<Form, Highest>(out: usize, tile: usize, counts: usize, bars: i32): void {
  const end = tile + <usize>bars * HALF_ROW;
  const pivotA = firstOfPair<Form>(tile, end);
  const pivotB = firstOfPair<Form>(tile + 16, end + 16);
  let a1 = f64x2.splat(0);
  let a2 = a1;
  let a3 = a1;
  let a4 = a1;
  let b1 = a1;
  let b2 = a1;
  let b3 = a1;
  let b4 = a1;
  for (let at = tile; at < end; at += HALF_ROW) {
    const x = v128.load(at);
    const y = v128.load(at, 16);
    const a = presentOrZero<Form>(f64x2.sub(x, pivotA), f64x2.eq(x, x));
    const b = presentOrZero<Form>(f64x2.sub(y, pivotB), f64x2.eq(y, y));
    const aa = f64x2.mul(a, a);
    const bb = f64x2.mul(b, b);
    a1 = f64x2.add(a1, a);
    b1 = f64x2.add(b1, b);
    a2 = f64x2.add(a2, aa);
    b2 = f64x2.add(b2, bb);
    if (sizeof<Highest>() >= sizeof<Cubes>()) {
      a3 = f64x2.add(a3, f64x2.mul(aa, a));
      b3 = f64x2.add(b3, f64x2.mul(bb, b));
    }
    if (sizeof<Highest>() >= sizeof<Fourths>()) {
      a4 = f64x2.add(a4, f64x2.mul(aa, aa));
      b4 = f64x2.add(b4, f64x2.mul(bb, bb));
    }
  }
  v128.store(out, statistic<Highest>(v128.load(counts), a1, a2, a3, a4));
  v128.store(out, statistic<Highest>(v128.load(counts, 16), b1, b2, b3, b4), 16);
}

/** Of two stocks; missing where bars are too few or constant (the standard deviation is then 0). */
@inline
function statistic<Highest>(n: v128, s1: v128, s2: v128, s3: v128, s4: v128): v128 {
  const least: f64 = sizeof<Highest>() == sizeof<Squares>() ? 2 : sizeof<Highest>() == sizeof<Cubes>() ? 3 : 4;
  const one = f64x2.splat(1);
  const enough = f64x2.ge(n, f64x2.splat(least));
  const mean = f64x2.div(s1, n);
  const squares = f64x2.sub(s2, f64x2.mul(mean, s1));
  const varied = f64x2.ge(squares, f64x2.splat(CONSTANT_SQUARES));
  if (sizeof<Highest>() == sizeof<Squares>()) {
    const deviation = f64x2.sqrt(f64x2.div(squares, f64x2.sub(n, one)));
    return missingUnless(enough, v128.and(deviation, varied));
  }
  const value =
    sizeof<Highest>() == sizeof<Cubes>()
      ? skewness(n, mean, squares, s2, s3)
      : kurtosis(n, mean, squares, s2, s3, s4);
  return missingUnless(v128.and(enough, varied), value);
}

@inline
function missingUnless(fits: v128, value: v128): v128 {
  return v128.or(value, v128.not(fits));
}

/** Bias-corrected, as pandas: sqrt(n(n-1)) / (n-2) x m3 / m2^1.5. */
@inline
function skewness(n: v128, mean: v128, squares: v128, s2: v128, s3: v128): v128 {
  const one = f64x2.splat(1);
  const two = f64x2.splat(2);
  const three = f64x2.splat(3);
  const ofMean = f64x2.mul(f64x2.mul(two, n), f64x2.mul(f64x2.mul(mean, mean), mean));
  const cubes = f64x2.add(f64x2.sub(s3, f64x2.mul(f64x2.mul(three, mean), s2)), ofMean);
  const m2 = f64x2.div(squares, n);
  const correction = f64x2.div(f64x2.sqrt(f64x2.mul(n, f64x2.sub(n, one))), f64x2.sub(n, two));
  return f64x2.div(f64x2.mul(correction, f64x2.div(cubes, n)), f64x2.mul(m2, f64x2.sqrt(m2)));
}

/** Bias-corrected excess kurtosis, as pandas. */
@inline
function kurtosis(n: v128, mean: v128, squares: v128, s2: v128, s3: v128, s4: v128): v128 {
  const one = f64x2.splat(1);
  const two = f64x2.splat(2);
  const three = f64x2.splat(3);
  const mean2 = f64x2.mul(mean, mean);
  let fourths = f64x2.sub(s4, f64x2.mul(f64x2.mul(f64x2.splat(4), mean), s3));
  fourths = f64x2.add(fourths, f64x2.mul(f64x2.mul(f64x2.splat(6), mean2), s2));
  fourths = f64x2.sub(fourths, f64x2.mul(f64x2.mul(three, n), f64x2.mul(mean2, mean2)));
  const m2 = f64x2.div(squares, n);
  const less1 = f64x2.sub(n, one);
  const ratio = f64x2.div(f64x2.mul(f64x2.add(n, one), f64x2.div(fourths, n)), f64x2.mul(m2, m2));
  const scale = f64x2.div(less1, f64x2.mul(f64x2.sub(n, two), f64x2.sub(n, three)));
  return f64x2.mul(scale, f64x2.sub(ratio, f64x2.mul(three, less1)));
}

/** @param order 2 = standard deviation, 3 = skewness, 4 = kurtosis */
export function moments(out: usize, tile: usize, counts: usize, bars: i32, order: i32, masked: bool): void {
  for (let four: usize = 0; four < HALF_ROW; four += 32) {
    const to = out + four;
    const from = tile + four;
    const n = counts + four;
    if (order == 2) powersOf<Squares>(to, from, n, bars, masked);
    else if (order == 3) powersOf<Cubes>(to, from, n, bars, masked);
    else powersOf<Fourths>(to, from, n, bars, masked);
  }
}

@inline
function powersOf<Highest>(out: usize, tile: usize, counts: usize, bars: i32, masked: bool): void {
  if (masked) powers<Masked, Highest>(out, tile, counts, bars);
  else powers<Whole, Highest>(out, tile, counts, bars);
}
