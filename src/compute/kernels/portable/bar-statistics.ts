import { pearson } from '../../../core/statistics/correlation.ts';
import type { BarReduction, PresentBars } from './minute-reductions.ts';

// The arithmetic of the reference, step by step, on typed arrays: the bits are the same.

/** Kahan-compensated: the rounding of many addends would break ties between stocks. */
export const sumOf: BarReduction = ({ x, count }) => {
  let sum = 0;
  let excess = 0;
  for (let i = 0; i < count; i++) {
    const corrected = x[i]! - excess;
    const next = sum + corrected;
    excess = next - sum - corrected;
    sum = next;
  }
  return sum;
};

/** Of the compensated sum; exact where the bars are constant. */
export const meanOf: BarReduction = (present) =>
  isConstant(present) ? present.x[0]! : sumOf(present) / present.count;

/** The plain mean that deviations are taken from. */
function centreOf({ x, count }: PresentBars): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += x[i]!;
  return sum / count;
}

export const maximumOf: BarReduction = ({ x, count }) => {
  let best = x[0]!;
  for (let i = 1; i < count; i++) if (x[i]! > best) best = x[i]!;
  return best;
};

export const minimumOf: BarReduction = ({ x, count }) => {
  let best = x[0]!;
  for (let i = 1; i < count; i++) if (x[i]! < best) best = x[i]!;
  return best;
};

export const firstOf: BarReduction = ({ x }) => x[0]!;

export const lastOf: BarReduction = ({ x, count }) => x[count - 1]!;

/** Bar of the session, from 1, that holds the extreme; of equals the oldest. */
export const positionOfMaximum: BarReduction = ({ x, bars, count }) => {
  let best = 0;
  for (let i = 1; i < count; i++) if (x[i]! > x[best]!) best = i;
  return bars[best]! + 1;
};

export const positionOfMinimum: BarReduction = ({ x, bars, count }) => {
  let best = 0;
  for (let i = 1; i < count; i++) if (x[i]! < x[best]!) best = i;
  return bars[best]! + 1;
};

function isConstant({ x, count }: PresentBars): boolean {
  for (let i = 1; i < count; i++) if (x[i] !== x[0]) return false;
  return true;
}

/** ddof 1, 0 of constant bars, missing of fewer than 2. */
export const standardDeviationOf: BarReduction = (present) => {
  const { x, count } = present;
  if (count < 2) return Number.NaN;
  if (isConstant(present)) return 0;
  const mean = centreOf(present);
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (x[i]! - mean) * (x[i]! - mean);
  return Math.sqrt(squares / (count - 1));
};

/** Bias-corrected skewness; missing under 3 bars or of constant ones. */
export const skewnessOf: BarReduction = (present) => {
  const { x, count: n } = present;
  if (n < 3 || isConstant(present)) return Number.NaN;
  const mean = centreOf(present);
  let squares = 0;
  let cubes = 0;
  for (let i = 0; i < n; i++) {
    const deviation = x[i]! - mean;
    squares += deviation * deviation;
    cubes += deviation * deviation * deviation;
  }
  const m2 = squares / n;
  return ((Math.sqrt(n * (n - 1)) / (n - 2)) * (cubes / n)) / (m2 * Math.sqrt(m2));
};

/** Bias-corrected excess kurtosis; missing under 4 bars or of constant ones. */
export const kurtosisOf: BarReduction = (present) => {
  const { x, count: n } = present;
  if (n < 4 || isConstant(present)) return Number.NaN;
  const mean = centreOf(present);
  let squares = 0;
  let fourths = 0;
  for (let i = 0; i < n; i++) {
    const deviation = x[i]! - mean;
    squares += deviation * deviation;
    fourths += deviation * deviation * deviation * deviation;
  }
  const m2 = squares / n;
  return ((n - 1) / ((n - 2) * (n - 3))) * (((n + 1) * (fourths / n)) / (m2 * m2) - 3 * (n - 1));
};

export const correlationOf: BarReduction = ({ x, y, count }) => pearson(x, y, count);
