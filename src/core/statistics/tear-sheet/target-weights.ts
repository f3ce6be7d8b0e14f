import type { RankFunction } from '../average-ranks.ts';
import { collectCells } from '../collect-cells.ts';
import { MINIMUM_EXTREME_STOCKS } from '../group-days.ts';
import { quantileGroups } from '../quantile-groups.ts';

export interface TargetOptions {
  readonly stocks: number;
  readonly groups: number;
  readonly orientation: 1 | -1;
  readonly minimumStocks: number;
  /** The portfolio is the mean of the baskets of so many days, each held for so long. */
  readonly holdingDays: number;
  /** A smaller basket is not traded. */
  readonly minimumExtremeStocks?: number;
  /** How values are ranked; `averageRanks` unless a quicker one is at hand. */
  readonly rank?: RankFunction;
}

/** What a signal asks for: weights that sum to 1, by stock; null where it asks for nothing. */
export type Target = ReadonlyMap<number, number> | null;

/**
 * Equal weights of the best and of the worst group of each day, by the factor alone: unlike a label, whether a stock can be
 * entered is not known when the signal is given.
 */
export function targetWeights(
  factor: Float64Array,
  options: TargetOptions,
): { best: Target[]; worst: Target[] } {
  const { stocks, holdingDays } = options;
  const days = factor.length / stocks;
  const baskets = Array.from({ length: days }, (_, day) => basketsOf(factor, day * stocks, options));
  const staggered = (pick: 'best' | 'worst'): Target[] =>
    baskets.map((_, day) =>
      meanBasket(baskets.slice(Math.max(0, day - holdingDays + 1), day + 1).map((basket) => basket[pick])),
    );
  return { best: staggered('best'), worst: staggered('worst') };
}

type Baskets = { readonly best: readonly number[] | null; readonly worst: readonly number[] | null };

function basketsOf(factor: Float64Array, offset: number, options: TargetOptions): Baskets {
  const { stocks, groups, orientation, minimumStocks } = options;
  const least = options.minimumExtremeStocks ?? MINIMUM_EXTREME_STOCKS;
  const present = collectCells([factor], offset, stocks);
  const values = Float64Array.from(present, (stock) => orientation * factor[offset + stock]!);
  const constant = values.every((value) => value === values[0]);
  if (present.length < minimumStocks || constant) return { best: null, worst: null };
  const group = quantileGroups(values, values.length, groups, options.rank);
  const basket = (wanted: number): readonly number[] | null => {
    const members = present.filter((_, at) => group[at] === wanted);
    return members.length < least ? null : members;
  };
  return { best: basket(groups - 1), worst: basket(0) };
}

function meanBasket(baskets: readonly (readonly number[] | null)[]): Target {
  const there = baskets.filter((basket) => basket !== null);
  if (there.length === 0) return null;
  const weights = new Map<number, number>();
  for (const basket of there) {
    for (const stock of basket) {
      weights.set(stock, (weights.get(stock) ?? 0) + 1 / (basket.length * there.length));
    }
  }
  return weights;
}
