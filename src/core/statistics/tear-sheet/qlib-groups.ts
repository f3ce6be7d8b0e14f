import { collectCells } from '../collect-cells.ts';
import { meanOf } from '../mean.ts';

/** One day as qlib's report on a model's performance groups it; NaN where a group is empty. */
export interface QlibDay {
  /** Mean label of the best and of the worst group. */
  readonly long: number;
  readonly short: number;
  /** Mean label of all stocks that have one. */
  readonly average: number;
}

export interface QlibOptions {
  readonly stocks: number;
  readonly groups: number;
  readonly orientation: 1 | -1;
  readonly minimumStocks: number;
}

/**
 * Sorts the day's stocks by score, best first, and cuts them into slices of floor(n / groups): what is left over belongs to
 * no group, and ties are torn apart (here by the order of the symbols; in qlib by its sort). Source: qlib, report on
 * analysis_model (group return), the long-short and long-average of its first and last group.
 * @param factor, labels [days x stocks], NaN = missing; n counts the pairs
 * @returns one entry a day; null where the day has too few pairs
 */
export function qlibDays(
  factor: Float64Array,
  labels: Float64Array,
  { stocks, groups, orientation, minimumStocks }: QlibOptions,
): (QlibDay | null)[] {
  return Array.from({ length: factor.length / stocks }, (_, day) => {
    const offset = day * stocks;
    const paired = collectCells([factor, labels], offset, stocks);
    if (paired.length < minimumStocks) return null;
    const score = (stock: number): number => orientation * factor[offset + stock]!;
    const sorted = [...paired].sort((a, b) => score(b) - score(a) || a - b);
    const slice = Math.floor(sorted.length / groups);
    const earned = (some: readonly number[]): number => meanOf(some.map((stock) => labels[offset + stock]!));
    return {
      long: earned(sorted.slice(0, slice)),
      short: earned(sorted.slice(slice * (groups - 1), slice * groups)),
      average: earned(collectCells([labels], offset, stocks)),
    };
  });
}
