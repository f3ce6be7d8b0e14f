import { averageRanks, type RankFunction } from './average-ranks.ts';
import { dailyIc } from './daily-ic.ts';
import { meanOf } from './mean.ts';

export interface CrossSections {
  readonly stocks: number;
  /** A date counts from this many stocks on. */
  readonly minimumStocks: number;
  readonly rank?: RankFunction;
}

/**
 * Average ranks of each day, from -0.5 (smallest) to 0.5: what members have in common whatever their units.
 * @param values [days x stocks], NaN = missing, which stays missing; a day with too few values is missing
 */
export function centredRanks(
  values: Float64Array,
  { stocks, minimumStocks, rank = averageRanks }: CrossSections,
): Float32Array {
  const ranked = new Float32Array(values.length).fill(Number.NaN);
  const present = new Float64Array(stocks);
  const places = new Int32Array(stocks);
  const ranks = new Float64Array(stocks);
  for (let row = 0; row < values.length; row += stocks) {
    let count = 0;
    for (let stock = 0; stock < stocks; stock++) {
      const value = values[row + stock]!;
      if (Number.isNaN(value)) continue;
      present[count] = value;
      places[count++] = stock;
    }
    if (count < minimumStocks || count < 2) continue;
    rank(present, count, ranks);
    for (let at = 0; at < count; at++) ranked[row + places[at]!] = (ranks[at]! - 1) / (count - 1) - 0.5;
  }
  return ranked;
}

/**
 * Weighted mean of the members that a stock has a value of, the weights taken anew over those: a missing member neither pulls
 * to the middle nor throws the stock out.
 * @param members each [days x stocks] of centred ranks; weights may be negative
 * @returns [days x stocks]; missing where every member is. To the precision of float32: what is equal on paper, over other members or
 *   in another order, is equal here, and a tie
 */
export function combine(members: readonly Float32Array[], weights: readonly number[]): Float64Array {
  const cells = members[0]?.length ?? 0;
  const sums = new Float64Array(cells);
  const sizes = new Float64Array(cells);
  members.forEach((member, at) => {
    const weight = weights[at]!;
    const size = Math.abs(weight);
    if (size === 0) return;
    for (let cell = 0; cell < cells; cell++) {
      const value = member[cell]!;
      if (Number.isNaN(value)) continue;
      sums[cell]! += weight * value;
      sizes[cell]! += size;
    }
  });
  return sums.map((sum, cell) => (sizes[cell]! > 0 ? Math.fround(sum / sizes[cell]!) : Number.NaN));
}

/** Mean daily rank IC; null where no date counts. */
export function meanRankIc(
  values: Float64Array,
  labels: Float64Array,
  { stocks, minimumStocks, rank }: CrossSections,
): number | null {
  const { rankIc } = dailyIc(values, labels, { stocks, minimumStocks, winsorise: 0, ...(rank && { rank }) });
  const counted = rankIc.filter((ic) => !Number.isNaN(ic));
  return counted.length === 0 ? null : meanOf(counted);
}

/**
 * Weights in proportion to S^-1 m, where m holds the mean daily ICs of the members and S their covariance, shrunk towards
 * its diagonal: S = (1 - shrinkage) C + shrinkage diag(C). They make the ICIR of the combination largest where m and S are
 * known; since they are estimated, shrinkage keeps twins from getting large weights of opposite signs. Sizes sum to 1.
 * @param dailyIcs [members][days]; NaN = the date does not count, and is left out for all
 * @returns equal weights by the sign of the mean where the dates are fewer than three, or S has no inverse; 0 for a member
 *   without any date
 * Source: Qian, Hua and Sorensen, "Quantitative Equity Portfolio Management" (2007), chapter 7; shrinkage to the diagonal
 * after Ledoit and Wolf (2004), with a constant in the place of their estimate.
 */
export function icirWeights(dailyIcs: readonly Float64Array[], shrinkage: number): number[] {
  const known = dailyIcs.filter((series) => !series.every(Number.isNaN));
  const weights = weightsOfKnown(known, shrinkage).values();
  return dailyIcs.map((series) => (known.includes(series) ? weights.next().value! : 0));
}

function weightsOfKnown(dailyIcs: readonly Float64Array[], shrinkage: number): number[] {
  const size = dailyIcs.length;
  const days = dailyIcs[0]?.length ?? 0;
  const counted = Array.from({ length: days }, (_, day) => day).filter((day) =>
    dailyIcs.every((series) => !Number.isNaN(series[day]!)),
  );
  const series = dailyIcs.map((all) => Float64Array.from(counted, (day) => all[day]!));
  const means = series.map((one) => meanOf(one));
  const equal = means.map((mean) => (mean < 0 ? -1 : 1) / size);
  if (counted.length < 3) return equal;
  const covariance = series.map((a, i) =>
    series.map((b, j) => {
      let sum = 0;
      for (let at = 0; at < counted.length; at++) sum += (a[at]! - means[i]!) * (b[at]! - means[j]!);
      const value = sum / (counted.length - 1);
      return i === j ? value : (1 - shrinkage) * value;
    }),
  );
  const weights = solve(covariance, means);
  // Perfect twins without shrinkage, or a member whose IC never changes: nothing tells them apart.
  if (!weights.every(Number.isFinite)) return equal;
  const total = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  return weights.map((weight) => weight / total);
}

/** Gaussian elimination with the largest pivot; the matrix is small, and positive definite by its shrinkage. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at]!]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = row;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = rows[row]![column]! / rows[column]![column]!;
      for (let at = column; at <= size; at++) rows[row]![at]! -= factor * rows[column]![at]!;
    }
  }
  return rows.map((row, at) => row[size]! / row[at]!);
}
