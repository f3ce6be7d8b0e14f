/**
 * Clips the first `count` values to their own quantiles, `fraction` at either end (linear interpolation
 * between order statistics, as in numpy). For the Pearson IC only: ranks do not need it.
 * @returns a new array of `count` values; 0 <= fraction < 0.5, where 0 changes nothing
 */
export function winsorise(values: Float64Array, count: number, fraction: number): Float64Array {
  const clipped = values.slice(0, count);
  if (fraction === 0 || count === 0) return clipped;
  const sorted = clipped.slice().sort();
  const low = quantileOf(sorted, fraction);
  const high = quantileOf(sorted, 1 - fraction);
  for (let i = 0; i < count; i++) clipped[i] = Math.min(high, Math.max(low, clipped[i]!));
  return clipped;
}

function quantileOf(sorted: Float64Array, fraction: number): number {
  const position = fraction * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  const share = position - below;
  return sorted[below]! * (1 - share) + sorted[above]! * share;
}
