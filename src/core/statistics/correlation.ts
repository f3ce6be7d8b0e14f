import { averageRanks } from './average-ranks.ts';

/** Whether the first `count` values are all equal: max == min, not a small variance. */
export function isConstant(values: Float64Array, count: number): boolean {
  for (let i = 1; i < count; i++) if (values[i]! !== values[0]!) return false;
  return true;
}

/**
 * Pearson correlation of the first `count` pairs, in two passes (means, then deviations).
 * @returns in [-1, 1]; NaN when either side is constant or there are fewer than 2 pairs
 */
export function pearson(x: Float64Array, y: Float64Array, count: number): number {
  if (count < 2 || isConstant(x, count) || isConstant(y, count)) return Number.NaN;
  let sumX = 0;
  let sumY = 0;
  for (let i = 0; i < count; i++) {
    sumX += x[i]!;
    sumY += y[i]!;
  }
  const meanX = sumX / count;
  const meanY = sumY / count;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < count; i++) {
    const dx = x[i]! - meanX;
    const dy = y[i]! - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  const correlation = xy / (Math.sqrt(xx) * Math.sqrt(yy));
  return Number.isFinite(correlation) ? Math.max(-1, Math.min(1, correlation)) : Number.NaN;
}

/** Spearman correlation: Pearson of the average ranks among these pairs. NaN as in `pearson`. */
export function spearman(x: Float64Array, y: Float64Array, count: number): number {
  const ranksX = new Float64Array(count);
  const ranksY = new Float64Array(count);
  averageRanks(x, count, ranksX);
  averageRanks(y, count, ranksY);
  return pearson(ranksX, ranksY, count);
}
