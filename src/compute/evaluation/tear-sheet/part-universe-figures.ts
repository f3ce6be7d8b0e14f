import { annualReturns } from '../../../core/statistics/annual-returns.ts';
import { dailyIc } from '../../../core/statistics/daily-ic.ts';
import { groupDays } from '../../../core/statistics/group-days.ts';
import { summariseIc } from '../../../core/statistics/ic-summary.ts';
import type { UniverseFigures } from '../../../core/statistics/tear-sheet/tear-sheet.ts';
import { type Backend, rankerFor } from '../../kernels/registry.ts';
import type { PreparedPeriod } from '../prepared-period.ts';
import { type PartUniverse, partUniverses } from './part-universes.ts';

export interface PartOptions {
  readonly groups: number;
  readonly orientation: 1 | -1;
  readonly backend: Backend;
}

/**
 * The factor measured again among the stocks of each part of the universe. Its values are those of the whole universe; a
 * part with fewer stocks than the definition's minimum has no day that counts. Cost about an IC for each part.
 */
export function partUniverseFigures(
  factor: Float64Array,
  period: PreparedPeriod,
  options: PartOptions,
): UniverseFigures[] {
  return partUniverses(period).map((part) => figuresOf(part, factor, period, options));
}

function figuresOf(
  { name, mask }: PartUniverse,
  factor: Float64Array,
  { definition, panel, labels: all }: PreparedPeriod,
  { groups, orientation, backend }: PartOptions,
): UniverseFigures {
  const stocks = panel.symbols.length;
  const { minimumStocks, winsorise, label } = definition;
  const { holdingDays } = label;
  const labels = all.map((value, cell) => (mask[cell] === 1 ? value : Number.NaN));
  const rank = rankerFor(backend, stocks);
  const daily = dailyIc(factor, labels, { stocks, minimumStocks, winsorise, rank });
  const grouped = groupDays(factor, labels, { stocks, groups, orientation, minimumStocks, rank });
  const side = (group: number): number[] => grouped.map((day) => day?.returns[group] ?? Number.NaN);
  const labelled = labels.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0);
  const pairs = daily.pairs.reduce((sum, count) => sum + count, 0);
  return {
    universe: name,
    stocks: mask.reduce((sum, inside) => sum + inside, 0) / (mask.length / stocks),
    ic: summariseIc(daily.ic, holdingDays),
    rankIc: summariseIc(daily.rankIc, holdingDays),
    coverage: labelled === 0 ? 0 : pairs / labelled,
    longShort: annualReturns(side(groups - 1), side(0), holdingDays),
  };
}
