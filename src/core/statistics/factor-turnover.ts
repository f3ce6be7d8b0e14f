import { spearman } from './correlation.ts';
import { collectPairs } from './daily-ic.ts';
import type { GroupDay } from './group-days.ts';
import { meanOf } from './mean.ts';

/**
 * Mean share of the worst and the best group that was replaced from one date to the next: 0 = never changes,
 * 1 = all new every day. Not a stock's 换手率. Null when no two neighbouring dates have both groups.
 */
export function factorTurnover(days: readonly (GroupDay | null)[]): number | null {
  const shares: number[] = [];
  days.forEach((today, index) => {
    const before = days[index - 1];
    if (!today?.worst || !today.best || !before?.worst || !before.best) return;
    shares.push((replaced(before.worst, today.worst) + replaced(before.best, today.best)) / 2);
  });
  return shares.length === 0 ? null : meanOf(shares);
}

function replaced(before: readonly number[], today: readonly number[]): number {
  const held = new Set(before);
  return today.filter((stock) => !held.has(stock)).length / today.length;
}

/**
 * Mean over dates of the rank correlation of a factor with itself a day before, over the stocks present on both.
 * @param factor [days x stocks], NaN = missing
 * @returns null when no two neighbouring dates share `minimumStocks` stocks
 */
export function rankAutocorrelation(
  factor: Float64Array,
  stocks: number,
  minimumStocks: number,
): number | null {
  const x = new Float64Array(stocks);
  const y = new Float64Array(stocks);
  const correlations: number[] = [];
  const days = factor.length / stocks;
  for (let day = 1; day < days; day++) {
    const before = factor.subarray((day - 1) * stocks, day * stocks);
    const count = collectPairs(before, factor.subarray(day * stocks, (day + 1) * stocks), 0, { x, y });
    const correlation = count < minimumStocks ? Number.NaN : spearman(x, y, count);
    if (!Number.isNaN(correlation)) correlations.push(correlation);
  }
  return correlations.length === 0 ? null : meanOf(correlations);
}
