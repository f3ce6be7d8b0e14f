import { averageRanks, type RankFunction } from './average-ranks.ts';

/**
 * Groups the first `count` values into quantiles: group = floor((average rank - 0.5) x groups / count), from 0
 * (smallest) on. Ties stay together and none is dropped, so a much-tied factor leaves groups empty.
 * Source: framework, section 8 ("Ties").
 */
export function quantileGroups(
  values: Float64Array,
  count: number,
  groups: number,
  rank: RankFunction = averageRanks,
): Int32Array {
  const ranks = new Float64Array(count);
  rank(values, count, ranks);
  return Int32Array.from(ranks, (rank) => Math.floor(((rank - 0.5) * groups) / count));
}

/** Groups by default: 10 from 500 stocks on, else 5, so that the extreme groups are not empty. */
export function defaultGroups(stocks: number): number {
  return stocks >= 500 ? 10 : 5;
}
