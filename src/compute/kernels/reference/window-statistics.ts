/**
 * Statistics of one window's values, oldest first, all present. Each is missing (NaN) when there are too few
 * values, and where its docstring says so when the window is constant (maximum equals minimum).
 */
export type WindowStatistic = (values: readonly number[]) => number;

const isConstant = (values: readonly number[]): boolean => values.every((value) => value === values[0]);

export const sumOf: WindowStatistic = (values) => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

/** Sum / count; of a constant window exactly its value, lest rounding break ties between idle stocks. */
export const meanOf: WindowStatistic = (values) =>
  isConstant(values) ? firstOf(values) : sumOf(values) / values.length;

/** Sum of a session's bars, compensated (Kahan): the rounding of many addends would break ties between stocks. */
export const compensatedSumOf: WindowStatistic = (values) => {
  let sum = 0;
  let excess = 0;
  for (const value of values) {
    const corrected = value - excess;
    const next = sum + corrected;
    excess = next - sum - corrected;
    sum = next;
  }
  return sum;
};

/** Mean of a session's bars, from their compensated sum; exact where they are constant. */
export const compensatedMeanOf: WindowStatistic = (values) =>
  isConstant(values) ? firstOf(values) : compensatedSumOf(values) / values.length;

/** Smallest value; NaN of nothing. */
export const minimumOf: WindowStatistic = (values) =>
  values.length === 0 ? Number.NaN : Math.min(...values);

/** Largest value; NaN of nothing. */
export const maximumOf: WindowStatistic = (values) =>
  values.length === 0 ? Number.NaN : Math.max(...values);

export const firstOf: WindowStatistic = (values) => values[0] ?? Number.NaN;

export const lastOf: WindowStatistic = (values) => values.at(-1) ?? Number.NaN;

/** ddof 1, two passes; 0 of a constant window, missing of fewer than 2 values. */
export const standardDeviationOf: WindowStatistic = (values) => {
  if (values.length < 2) return Number.NaN;
  if (isConstant(values)) return 0;
  return Math.sqrt(centralSum(values, 2) / (values.length - 1));
};

/** (newest - mean) / std; missing of a constant window. */
export const normOf: WindowStatistic = (values) => {
  if (values.length < 2 || isConstant(values)) return Number.NaN;
  return (lastOf(values) - meanOf(values)) / standardDeviationOf(values);
};

/** Bias-corrected skewness (pandas): sqrt(n(n-1)) / (n-2) x m3 / m2^1.5; missing under 3 values or of a constant window. */
export const skewnessOf: WindowStatistic = (values) => {
  const n = values.length;
  if (n < 3 || isConstant(values)) return Number.NaN;
  const m2 = centralSum(values, 2) / n;
  const m3 = centralSum(values, 3) / n;
  return ((Math.sqrt(n * (n - 1)) / (n - 2)) * m3) / (m2 * Math.sqrt(m2));
};

/** Bias-corrected excess kurtosis (pandas); missing under 4 values or of a constant window. */
export const kurtosisOf: WindowStatistic = (values) => {
  const n = values.length;
  if (n < 4 || isConstant(values)) return Number.NaN;
  const m2 = centralSum(values, 2) / n;
  const m4 = centralSum(values, 4) / n;
  return ((n - 1) / ((n - 2) * (n - 3))) * (((n + 1) * m4) / (m2 * m2) - 3 * (n - 1));
};

/** Average rank of the newest value in the window / number of values, in (0, 1]. */
export const rankOf: WindowStatistic = (values) => {
  const newest = lastOf(values);
  const below = values.filter((value) => value < newest).length;
  const equal = values.filter((value) => value === newest).length;
  return (below + (equal + 1) / 2) / values.length;
};

/** Weighted mean with weights 1 .. n, the newest heaviest. */
export const linearDecayOf: WindowStatistic = (values) => {
  let weighted = 0;
  values.forEach((value, index) => {
    weighted += (index + 1) * value;
  });
  return weighted / ((values.length * (values.length + 1)) / 2);
};

/** Pearson of two windows' pairs, two passes, clamped to [-1, 1]; missing under 2 pairs or when either is constant. */
export function correlationOf(left: readonly number[], right: readonly number[]): number {
  if (left.length < 2 || isConstant(left) || isConstant(right)) return Number.NaN;
  const meanLeft = meanOf(left);
  const meanRight = meanOf(right);
  let product = 0;
  left.forEach((value, index) => {
    product += (value - meanLeft) * (right[index]! - meanRight);
  });
  const scale = Math.sqrt(centralSum(left, 2)) * Math.sqrt(centralSum(right, 2));
  const correlation = product / scale;
  return Number.isFinite(correlation) ? Math.max(-1, Math.min(1, correlation)) : Number.NaN;
}

/** Sum of the deviations from the mean, each multiplied with itself `order` times. */
export function centralSum(values: readonly number[], order: 2 | 3 | 4): number {
  const mean = meanOf(values);
  let sum = 0;
  for (const value of values) {
    const deviation = value - mean;
    let power = deviation * deviation;
    for (let times = 2; times < order; times++) power *= deviation;
    sum += power;
  }
  return sum;
}
