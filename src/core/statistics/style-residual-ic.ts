import { averageRanks, type RankFunction } from './average-ranks.ts';
import { isConstant, pearson } from './correlation.ts';
import { takeOutStyles } from './take-out-styles.ts';
import { winsorise } from './winsorise.ts';

/** Styles of a period's days, all [days x stocks]; NaN (group: -1) where a stock is not part of the day's ground. */
export interface StyleColumns {
  /** Average ranks of each style among the day's stocks with a label and every style. */
  readonly ranks: readonly Float64Array[];
  /** Values of each style, clipped as the factor is. */
  readonly values: readonly Float64Array[];
  /** Number of the stock's industry; null where industry is not taken out. Every stock of the ground has one. */
  readonly groups: Int32Array | null;
}

export interface StyleResidualOptions {
  readonly stocks: number;
  /** A date counts from this many stocks on that have factor, label and every style. */
  readonly minimumStocks: number;
  /** As for the plain Pearson IC. */
  readonly winsorise: number;
  readonly rank?: RankFunction;
}

/** Daily residual ICs; NaN where a date does not count. */
export interface DailyResidualIc {
  readonly ic: Float64Array;
  readonly rankIc: Float64Array;
}

/**
 * Style-residual IC of each date: over the stocks with factor, label and every style, the factor's average ranks are
 * regressed (OLS with intercept) on the ranks of the styles and on a dummy for each industry; the residual rank IC is
 * the Pearson correlation of the residual with the label's average ranks. The residual (Pearson) IC is the same
 * with winsorised values of factor and styles and the label as it is. The label is not regressed: the figure says what
 * the part of the factor that no style explains knows of the return.
 *
 * A style that the others explain (less than 1e-10 of its variance is left) is passed over; where less than
 * 1e-9 of the factor's is left, the factor is a style, and the date has no residual IC: missing, not 0.
 * @param factor, labels [days x stocks], row-major, NaN = missing
 * Cost per date O(stocks x styles^2) beside two rankings. Source: framework, section 8 ("Old wine").
 */
export function styleResidualIc(
  factor: Float64Array,
  labels: Float64Array,
  styles: StyleColumns,
  options: StyleResidualOptions,
): DailyResidualIc {
  const { stocks } = options;
  const days = stocks === 0 ? 0 : factor.length / stocks;
  const result = {
    ic: new Float64Array(days).fill(Number.NaN),
    rankIc: new Float64Array(days).fill(Number.NaN),
  };
  const cells = new Int32Array(stocks);
  for (let day = 0; day < days; day++) {
    const count = collect(factor, labels, styles, { from: day * stocks, stocks, cells });
    if (count < options.minimumStocks) continue;
    const present = cells.subarray(0, count);
    const x = Float64Array.from(present, (cell) => factor[cell]!);
    const y = Float64Array.from(present, (cell) => labels[cell]!);
    if (isConstant(x, count) || isConstant(y, count)) continue;
    const groups = styles.groups && Int32Array.from(present, (cell) => styles.groups![cell]!);
    const pick = (columns: readonly Float64Array[]): Float64Array[] =>
      columns.map((column) => Float64Array.from(present, (cell) => column[cell]!));
    const rank = options.rank ?? averageRanks;
    result.rankIc[day] = residualCorrelation(ranked(x, rank), ranked(y, rank), pick(styles.ranks), groups);
    const clipped = winsorise(x, count, options.winsorise);
    result.ic[day] = residualCorrelation(clipped, y, pick(styles.values), groups);
  }
  return result;
}

function residualCorrelation(
  x: Float64Array,
  y: Float64Array,
  columns: readonly Float64Array[],
  groups: Int32Array | null,
): number {
  const residual = takeOutStyles(x, columns, groups);
  return residual === null ? Number.NaN : pearson(residual, y, y.length);
}

function ranked(values: Float64Array, rank: RankFunction): Float64Array {
  const ranks = new Float64Array(values.length);
  rank(values, values.length, ranks);
  return ranks;
}

/** Cells of one date with factor, label and every style. */
function collect(
  factor: Float64Array,
  labels: Float64Array,
  styles: StyleColumns,
  { from, stocks, cells }: { readonly from: number; readonly stocks: number; readonly cells: Int32Array },
): number {
  let count = 0;
  for (let cell = from; cell < from + stocks; cell++) {
    if (Number.isNaN(factor[cell]!) || Number.isNaN(labels[cell]!)) continue;
    if (styles.groups !== null && styles.groups[cell]! < 0) continue;
    if (styles.ranks.some((column) => Number.isNaN(column[cell]!))) continue;
    cells[count++] = cell;
  }
  return count;
}
