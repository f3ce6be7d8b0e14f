import type { Drawdown } from './tear-sheet.ts';

/**
 * Distance of a curve from its highest point so far, which starts at 0 (nothing earned).
 * @param cumulative compounded (wealth less 1) or summed returns
 * @param mode `compound`: wealth / highest wealth - 1; `sum`: curve less its highest point (qlib)
 * @returns 0 or negative, as long as the curve
 */
export function drawdownOf(cumulative: readonly number[], mode: 'compound' | 'sum'): number[] {
  let highest = 0;
  return cumulative.map((value) => {
    highest = Math.max(highest, value);
    return mode === 'sum' ? value - highest : (1 + value) / (1 + highest) - 1;
  });
}

/** The deepest point of a series of drawdowns, with its days; of equal ones the first. */
export function deepestOf(drawdown: readonly number[], days: readonly string[]): Drawdown {
  let trough = -1;
  drawdown.forEach((value, day) => {
    if (value < (drawdown[trough] ?? 0)) trough = day;
  });
  if (trough < 0) return { depth: 0, peakDay: null, troughDay: null, recoveredDay: null };
  const peak = drawdown.findLastIndex((value, day) => day < trough && value === 0);
  const recovered = drawdown.findIndex((value, day) => day > trough && value === 0);
  return {
    depth: drawdown[trough]!,
    // A fall from the very start has its peak before the first day's return.
    peakDay: days[Math.max(0, peak)] ?? null,
    troughDay: days[trough] ?? null,
    recoveredDay: days[recovered] ?? null,
  };
}
