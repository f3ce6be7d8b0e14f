/** Anything that ranks as `averageRanks` does, to the bit; a quicker one may hold working memory. */
export type RankFunction = (values: Float64Array, count: number, into: Float64Array) => number;

/**
 * Average ranks, 1-based: equal values share the mean of the ranks they take up.
 * @param values finite numbers; only the first `count` are read
 * @param into   where the ranks are written, at least `count` long
 * @returns how many values equal another one
 * Cost O(n log n): a native sort of a copy, then two binary searches for each value.
 */
export function averageRanks(values: Float64Array, count: number, into: Float64Array): number {
  const sorted = values.slice(0, count).sort();
  let tied = 0;
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    const first = countBelow(sorted, value);
    const alone = first + 1 === count || sorted[first + 1]! !== value;
    const end = alone ? first + 1 : countUpTo(sorted, value);
    if (!alone) tied++;
    into[i] = (first + 1 + end) / 2;
  }
  return tied;
}

/** How many of the ascending values are smaller. */
function countBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of the ascending values are smaller or equal. */
function countUpTo(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
