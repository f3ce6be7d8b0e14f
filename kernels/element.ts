import { bytesOf, constant, HALF, INFINITE, load, MINUS_ONE, ONE, SMALLEST_DIVISOR, store, VECTOR_BYTES } from './lanes';

/** Operators on one stock-day alone. All take columns of `rows` rows; missing operands give missing results by arithmetic. */

export function add(out: usize, a: usize, b: usize, rows: i32): void {
  const end = bytesOf(rows);
  for (let at: usize = 0; at < end; at += VECTOR_BYTES) {
    store(out + at, f32x4.add(load(a + at), load(b + at)));
  }
}

export function subtract(out: usize, a: usize, b: usize, rows: i32): void {
  const end = bytesOf(rows);
  for (let at: usize = 0; at < end; at += VECTOR_BYTES) {
    store(out + at, f32x4.sub(load(a + at), load(b + at)));
  }
}

export function multiply(out: usize, a: usize, b: usize, rows: i32): void {
  const end = bytesOf(rows);
  for (let at: usize = 0; at < end; at += VECTOR_BYTES) {
    store(out + at, f32x4.mul(load(a + at), load(b + at)));
  }
}

/** Missing where |divisor| < 1e-12. */
export function protectedDivide(out: usize, a: usize, b: usize, rows: i32): void {
  const smallest = constant(SMALLEST_DIVISOR);
  const infinite = constant(INFINITE);
  const end = bytesOf(rows);
  for (let at: usize = 0; at < end; at += VECTOR_BYTES) {
    const divisor = load(b + at);
    const quotient = f32x4.div(load(a + at), divisor);
    const size = f32x4.abs(divisor);
    // An infinite divisor is a missing one, and its quotient would be 0. All ones are a NaN.
    const unfit = v128.or(f32x4.lt(size, smallest), f32x4.eq(size, infinite));
    store(out + at, v128.or(quotient, unfit));
  }
}

export function absolute(out: usize, a: usize, rows: i32): void {
  const end = bytesOf(rows);
  for (let at: usize = 0; at < end; at += VECTOR_BYTES) store(out + at, f32x4.abs(load(a + at)));
}

/** -1, 0 or 1. */
export function sign(out: usize, a: usize, rows: i32): void {
  const one = constant(ONE);
  const minusOne = constant(MINUS_ONE);
  const end = bytesOf(rows);
  for (let at: usize = 0; at < end; at += VECTOR_BYTES) {
    const value = load(a + at);
    const zero = f32x4.sub(value, value);
    const above = v128.and(f32x4.gt(value, zero), one);
    const below = v128.and(f32x4.lt(value, zero), minusOne);
    store(out + at, f32x4.add(f32x4.add(above, below), zero));
  }
}

const SIGMOID = memory.data<f32>([
  -1.44269504, -87.3, 87.3, 12582912, 0.693359375, -2.1219444e-4, 1.381431939e-3, -8.368850686e-3, 4.166840017e-2,
  -1.666651964e-1, 0.4999999404,
]);

@inline function sigmoidConstant(place: usize): v128 {
  return v128.load32_splat(SIGMOID + (place << 2));
}

/**
 * 1 / (1 + exp(-x)), exp(-x) = 2^whole exp(-part) with part in [-log(2)/2, log(2)/2]: x and whole x log(2), which is added in two
 * parts lest a large x lose digits; exp(-part) by a polynomial of degree 6 (minimax, relative error 3e-9), times 2^whole by
 * adding to the exponent's bits. The whole number is found by adding 1.5 x 2^23, which leaves no bits for the part. Within 2
 * units in the last place, and never falling where its operand rises; below -87.3 it stays at 1.2e-38, above 17 it is 1.
 */
export function sigmoid(out: usize, a: usize, rows: i32): void {
  const one = constant(ONE);
  const toBinary = sigmoidConstant(0);
  const lowest = sigmoidConstant(1);
  const highest = sigmoidConstant(2);
  const rounder = sigmoidConstant(3);
  const highPart = sigmoidConstant(4);
  const lowPart = sigmoidConstant(5);
  const c6 = sigmoidConstant(6);
  const c5 = sigmoidConstant(7);
  const c4 = sigmoidConstant(8);
  const c3 = sigmoidConstant(9);
  const c2 = sigmoidConstant(10);
  const end = bytesOf(rows);
  for (let at: usize = 0; at < end; at += VECTOR_BYTES) {
    const value = load(a + at);
    const x = f32x4.pmax(lowest, f32x4.pmin(highest, value));
    const rounded = f32x4.add(f32x4.mul(x, toBinary), rounder);
    const whole = f32x4.sub(rounded, rounder);
    const part = f32x4.add(f32x4.add(x, f32x4.mul(whole, highPart)), f32x4.mul(whole, lowPart));
    let power = f32x4.add(f32x4.mul(c6, part), c5);
    power = f32x4.add(f32x4.mul(power, part), c4);
    power = f32x4.add(f32x4.mul(power, part), c3);
    power = f32x4.add(f32x4.mul(power, part), c2);
    power = f32x4.add(f32x4.sub(f32x4.mul(power, f32x4.mul(part, part)), part), one);
    const exponential = i32x4.add(power, i32x4.shl(rounded, 23));
    const zeroOrMissing = f32x4.sub(value, value);
    store(out + at, f32x4.add(f32x4.div(one, f32x4.add(one, exponential)), zeroOrMissing));
  }
}

const LOGARITHM = memory.data<f32>([
  7.0376836292e-2, -1.151461031e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1, 2.0000714765e-1,
  -2.4999993993e-1, 3.3333331174e-1, -2.12194440e-4, 0.693359375, 0.707106781186547524, 1.1754943508222875e-38,
]);

const LOGARITHM_BITS = memory.data<i32>([126, 0x007fffff]);

@inline function logConstant(place: usize): v128 {
  return v128.load32_splat(LOGARITHM + (place << 2));
}

/**
 * Natural logarithm; missing where the operand is below the smallest normal float32 (1.18e-38). x = m 2^e with m in
 * [sqrt(1/2), sqrt(2)); log m by the polynomial of the Cephes library (Moshier 1984), e log 2 in two parts. Within 2e-7
 * relative, or absolute near 1.
 */
export function logarithm(out: usize, a: usize, rows: i32): void {
  const one = constant(ONE);
  const half = constant(HALF);
  const end = bytesOf(rows);
  const root = logConstant(11);
  const bias = v128.load32_splat(LOGARITHM_BITS);
  const mantissaBits = v128.load32_splat(LOGARITHM_BITS + 4);
  const smallest = logConstant(12);
  const infinite = constant(INFINITE);
  const lowPart = logConstant(9);
  const highPart = logConstant(10);
  const c8 = logConstant(0);
  const c7 = logConstant(1);
  const c6 = logConstant(2);
  const c5 = logConstant(3);
  const c4 = logConstant(4);
  const c3 = logConstant(5);
  const c2 = logConstant(6);
  const c1 = logConstant(7);
  const c0 = logConstant(8);
  for (let at: usize = 0; at < end; at += VECTOR_BYTES) {
    const value = load(a + at);
    const tooSmall = v128.not(f32x4.ge(value, smallest));
    let exponent = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_u(value, 23), bias));
    const mantissa = v128.or(v128.and(value, mantissaBits), half);
    const below = f32x4.lt(mantissa, root);
    exponent = f32x4.sub(exponent, v128.and(below, one));
    const x = f32x4.sub(f32x4.add(mantissa, v128.and(below, mantissa)), one);
    const square = f32x4.mul(x, x);
    let y = f32x4.add(f32x4.mul(c8, x), c7);
    y = f32x4.add(f32x4.mul(y, x), c6);
    y = f32x4.add(f32x4.mul(y, x), c5);
    y = f32x4.add(f32x4.mul(y, x), c4);
    y = f32x4.add(f32x4.mul(y, x), c3);
    y = f32x4.add(f32x4.mul(y, x), c2);
    y = f32x4.add(f32x4.mul(y, x), c1);
    y = f32x4.add(f32x4.mul(y, x), c0);
    y = f32x4.mul(f32x4.mul(y, x), square);
    y = f32x4.add(y, f32x4.mul(exponent, lowPart));
    y = f32x4.sub(y, f32x4.mul(square, half));
    const result = f32x4.add(f32x4.add(x, y), f32x4.mul(exponent, highPart));
    const missing = v128.or(tooSmall, f32x4.eq(value, infinite));
    store(out + at, v128.or(result, missing));
  }
}
