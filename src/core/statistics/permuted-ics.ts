import { drawBelow } from '../random/draw.ts';
import type { RandomStream } from '../random/random-stream.ts';
import { averageRanks, type RankFunction } from './average-ranks.ts';
import { isConstant } from './correlation.ts';
import { collectPairs } from './daily-ic.ts';

export interface PermutedIcs {
  /** Mean rank IC as it is. */
  readonly observed: number;
  /** Mean rank IC under each permutation of the labels. */
  readonly permuted: Float64Array;
  /** Standard deviation that permutations have exactly: sqrt(sum of 1 / (pairs - 1)) / days. */
  readonly exactStd: number;
  readonly days: number;
}

export interface PermutationOptions {
  readonly stocks: number;
  readonly minimumStocks: number;
  readonly permutations: number;
  /** One sequence for all; equal streams give equal answers. */
  readonly stream: RandomStream;
  readonly rank?: RankFunction;
}

/**
 * Mean rank ICs of a factor under labels that are permuted among the stocks of each day: what it would show if it knew
 * nothing of which stock is which. Only the pairing is broken; ties, coverage and the number of stocks stay as they are.
 * The daily correlation under permutation has mean 0 and variance 1 / (pairs - 1) exactly, which the answer states beside.
 * Stocks move together, so true skill-less ICs vary more than this: it is a lower bound of the noise, see `noiseCeiling`.
 * @param factor, labels [days x stocks], row-major, NaN = missing
 * Cost O(days x stocks x permutations). Source: Pitman (1937), permutation test of a correlation.
 */
export function permutedIcs(
  factor: Float64Array,
  labels: Float64Array,
  options: PermutationOptions,
): PermutedIcs {
  const { stocks, minimumStocks, permutations, stream, rank = averageRanks } = options;
  const rows = stocks === 0 ? 0 : factor.length / stocks;
  const x = new Float64Array(stocks);
  const y = new Float64Array(stocks);
  const permuted = new Float64Array(permutations);
  let observed = 0;
  let variance = 0;
  let days = 0;
  for (let row = 0; row < rows; row++) {
    const count = collectPairs(factor, labels, row * stocks, { x, y });
    if (count < minimumStocks || isConstant(x, count) || isConstant(y, count)) continue;
    days++;
    variance += 1 / (count - 1);
    const left = standardisedRanks(x, count, rank);
    const right = standardisedRanks(y, count, rank);
    observed += product(left, right);
    for (let at = 0; at < permutations; at++) {
      shuffle(right, stream);
      permuted[at]! += product(left, right);
    }
  }
  return {
    observed: observed / days,
    permuted: permuted.map((sum) => sum / days),
    exactStd: Math.sqrt(variance) / days,
    days,
  };
}

/** Ranks less their mean, over the root of their sum of squares: the product of two is their correlation. */
function standardisedRanks(values: Float64Array, count: number, rank: RankFunction): Float64Array {
  const ranks = new Float64Array(count);
  rank(values, count, ranks);
  const mean = (count + 1) / 2;
  let squares = 0;
  for (let at = 0; at < count; at++) squares += (ranks[at]! - mean) * (ranks[at]! - mean);
  const scale = 1 / Math.sqrt(squares);
  for (let at = 0; at < count; at++) ranks[at] = (ranks[at]! - mean) * scale;
  return ranks;
}

function product(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += left[at]! * right[at]!;
  return sum;
}

/** Fisher and Yates: every order alike. */
function shuffle(values: Float64Array, stream: RandomStream): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = drawBelow(stream, last + 1);
    const kept = values[last]!;
    values[last] = values[other]!;
    values[other] = kept;
  }
}
