import { keyIn } from './sort-day';

/**
 * Spearman's correlation of a date from its sorted entries: Pearson of the average ranks. Ranks are doubled, so that all
 * sums are whole numbers: the products' from the entries, the squares' from n and the sizes of groups of equals
 * (sum of squares of n ranks = (n^3 - n) / 12 less (t^3 - t) / 12 for each group of t).
 * @param ranks twice the average rank of the label by the place that an entry carries
 * @param labelTies sum of t^3 - t of the labels
 * @param tied int32: values that equal another
 * @returns NaN where a side is constant
 */
export function rankCorrelation(entries: usize, count: i32, ranks: usize, labelTies: f64, tied: usize): f64 {
  let products: i64 = 0;
  let valueTies = 0.0;
  let tiedValues = 0;
  let first = 0;
  let entry = load<u64>(entries);
  while (first < count) {
    const key = keyIn(entry);
    let ofLabels: i64 = load<u32>(ranks + (<usize><u32>entry << 2));
    let end = first + 1;
    while (end < count) {
      entry = load<u64>(entries + (<usize>end << 3));
      if (keyIn(entry) != key) break;
      ofLabels += load<u32>(ranks + (<usize><u32>entry << 2));
      end++;
    }
    const size = end - first;
    products += ofLabels * <i64>(first + end + 1);
    if (size > 1) {
      tiedValues += size;
      const equals = <f64>size;
      valueTies += equals * (equals * equals - 1);
    }
    first = end;
  }
  store<i32>(tied, tiedValues);
  const n = <f64>count;
  const cubes = n * (n * n - 1);
  const squaresX = (cubes - valueTies) / 3;
  const squaresY = (cubes - labelTies) / 3;
  if (squaresX <= 0 || squaresY <= 0) return NaN;
  const covariance = <f64>(products - <i64>count * <i64>(count + 1) * <i64>(count + 1));
  return max(-1.0, min(1.0, covariance / (Math.sqrt(squaresX) * Math.sqrt(squaresY))));
}
