import type { RankFunction } from './average-ranks.ts';
import { collectCells } from './collect-cells.ts';
import { meanOf } from './mean.ts';
import { quantileGroups } from './quantile-groups.ts';

/** An extreme group of fewer stocks gives no return that day. */
export const MINIMUM_EXTREME_STOCKS = 10;

export interface GroupOptions {
  readonly stocks: number;
  readonly groups: number;
  /** +1 or -1: the factor is multiplied by it, so that the last group is the best in every case. */
  readonly orientation: 1 | -1;
  /** A date needs this many factor-label pairs to be grouped. */
  readonly minimumStocks: number;
  /** How values are ranked; `averageRanks` unless a quicker one is at hand. */
  readonly rank?: RankFunction;
}

/** What the groups earned on one date, and who was in the extreme ones. */
export interface GroupDay {
  /** Equal-weighted label of each group, worst first; NaN where a group gives none. */
  readonly returns: readonly number[];
  /** Mean label of the universe, whether or not the factor is present. */
  readonly benchmark: number;
  /** Stocks of the worst and the best group; null where that group is too small. */
  readonly worst: readonly number[] | null;
  readonly best: readonly number[] | null;
}

/**
 * Groups each date's stocks by the oriented factor, over the pairs in which factor and label are present.
 * @param factor, labels [days x stocks], row-major, NaN = missing
 * @returns one entry a date; null where the date has too few pairs or a constant factor
 */
export function groupDays(
  factor: Float64Array,
  labels: Float64Array,
  options: GroupOptions,
): (GroupDay | null)[] {
  const days = factor.length / options.stocks;
  return Array.from({ length: days }, (_, day) => groupDay(factor, labels, day * options.stocks, options));
}

function groupDay(
  factor: Float64Array,
  labels: Float64Array,
  offset: number,
  options: GroupOptions,
): GroupDay | null {
  const { groups, orientation } = options;
  const labelled = collectCells([labels], offset, options.stocks);
  const paired = collectCells([factor, labels], offset, options.stocks);
  const values = Float64Array.from(paired, (stock) => orientation * factor[offset + stock]!);
  const constant = values.every((value) => value === values[0]);
  if (paired.length < options.minimumStocks || constant) return null;

  const members: number[][] = Array.from({ length: groups }, () => []);
  quantileGroups(values, values.length, groups, options.rank).forEach((group, index) => {
    members[group]!.push(paired[index]!);
  });
  const earned = (stocks: readonly number[]): number =>
    meanOf(stocks.map((stock) => labels[offset + stock]!));
  const extreme = (stocks: number[]): number[] | null =>
    stocks.length < MINIMUM_EXTREME_STOCKS ? null : stocks;
  const worst = extreme(members[0]!);
  const best = extreme(members[groups - 1]!);
  const returns = members.map(earned);
  if (worst === null) returns[0] = Number.NaN;
  if (best === null) returns[groups - 1] = Number.NaN;
  return { returns, benchmark: earned(labelled), worst, best };
}
