import { ROW_BYTES, VECTOR_BYTES } from './lanes';

/*
 * Windows one by one, in float64 and in two passes as the reference has it, where float32 sums of powers leave their range:
 * some 50 ns each, and rare on market data. Whether a window comes here depends on its own values alone.
 */

/** Squared deviations that sum to less, or to less of the largest value's square, make a window constant. */
const CONSTANT_SQUARES: f64 = 1e-37;
const CONSTANT_SHARE: f64 = 1e-11;

/**
 * Writes ts_skew or ts_kurt of four stocks wherever a result is a number of all ones, the mark that comparisons leave.
 * @param out results, `bytes` of rows from here on; their windows end in the rows from `newest` on
 */
export function settleMoments(fourth: bool, out: usize, newest: usize, bytes: usize, window: i32): void {
  for (let at: usize = 0; at < bytes; at += ROW_BYTES) {
    for (let stock: usize = at; stock < at + VECTOR_BYTES; stock += 4) {
      if (load<i32>(out + stock) != -1) continue;
      const value = fourth ? kurtosisOf(newest + stock, window) : skewnessOf(newest + stock, window);
      store<f32>(out + stock, <f32>value);
    }
  }
}

@inline function valueAt(newest: usize, age: i32): f64 {
  return <f64>load<f32>(newest - <usize>age * ROW_BYTES);
}

function meanOf(newest: usize, window: i32): f64 {
  let sum: f64 = 0;
  for (let age = window - 1; age >= 0; age--) sum += valueAt(newest, age);
  return sum / <f64>window;
}

function flatSquares(newest: usize, window: i32): f64 {
  let largest: f64 = 0;
  for (let age = 0; age < window; age++) largest = max(largest, abs(valueAt(newest, age)));
  return max(CONSTANT_SQUARES, CONSTANT_SHARE * largest * largest);
}

/** As `skewnessOf` of the reference. */
function skewnessOf(newest: usize, window: i32): f64 {
  const mean = meanOf(newest, window);
  let squares: f64 = 0;
  let cubes: f64 = 0;
  for (let age = window - 1; age >= 0; age--) {
    const deviation = valueAt(newest, age) - mean;
    squares += deviation * deviation;
    cubes += deviation * deviation * deviation;
  }
  if (squares < flatSquares(newest, window)) return NaN;
  const n = <f64>window;
  const m2 = squares / n;
  return ((Math.sqrt(n * (n - 1.0)) / (n - 2.0)) * (cubes / n)) / (m2 * Math.sqrt(m2));
}

/** As `kurtosisOf` of the reference. */
function kurtosisOf(newest: usize, window: i32): f64 {
  const mean = meanOf(newest, window);
  let squares: f64 = 0;
  let fourths: f64 = 0;
  for (let age = window - 1; age >= 0; age--) {
    const square = (valueAt(newest, age) - mean) * (valueAt(newest, age) - mean);
    squares += square;
    fourths += square * square;
  }
  if (squares < flatSquares(newest, window)) return NaN;
  const n = <f64>window;
  const m2 = squares / n;
  return ((n - 1.0) / ((n - 2.0) * (n - 3.0))) * (((n + 1.0) * (fourths / n)) / (m2 * m2) - 3.0 * (n - 1.0));
}
