const SQRT_TWO_PI = Math.sqrt(2 * Math.PI);
/** Below it the series is quick and exact, from it on the continued fraction is. */
const SERIES_UP_TO = 3;
const MOST_TERMS = 500;
const FRACTION_TERMS = 200;
const MOST_STEPS = 100;

/** Density of the standard normal distribution. */
export const normalDensity = (z: number): number => Math.exp(-0.5 * z * z) / SQRT_TWO_PI;

/**
 * P(Z > z) of a standard normal Z, to about 15 digits also far out in the tail (1e-300), where 1 - P(Z <= z) would be 0.
 * Source: Abramowitz and Stegun 26.2.11 (series) and 26.2.14 (continued fraction).
 */
export function normalUpperTail(z: number): number {
  if (z < 0) return 1 - normalUpperTail(-z);
  if (z < SERIES_UP_TO) return 0.5 - normalDensity(z) * oddSeries(z);
  let denominator = z;
  for (let k = FRACTION_TERMS; k >= 1; k--) denominator = z + k / denominator;
  return normalDensity(z) / denominator;
}

/** z + z^3 / 3 + z^5 / (3 x 5) + ... */
function oddSeries(z: number): number {
  let term = z;
  let sum = z;
  for (let k = 1; k < MOST_TERMS; k++) {
    term *= (z * z) / (2 * k + 1);
    const next = sum + term;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/**
 * The z with P(Z > z) = `tail`, by Newton's method on the logarithm of the tail.
 * @param tail in (0, 1)
 * @returns about 14 digits, from 1e-300 on; NaN outside (0, 1)
 */
export function normalUpperQuantile(tail: number): number {
  if (!(tail > 0 && tail < 1)) return Number.NaN;
  if (tail > 0.5) return -normalUpperQuantile(1 - tail);
  // From here Newton comes down without ever passing the root: the tail's logarithm is concave, and here below it.
  let z = Math.sqrt(-2 * Math.log(tail));
  for (let step = 0; step < MOST_STEPS; step++) {
    const found = normalUpperTail(z);
    const change = (Math.log(found / tail) * found) / normalDensity(z);
    z += change;
    if (Math.abs(change) <= 1e-15 * Math.max(1, z)) break;
  }
  return z;
}
