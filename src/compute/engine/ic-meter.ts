import { isConstant, pearson } from '../../core/statistics/correlation.ts';
import type { DailyIc } from '../../core/statistics/daily-ic.ts';
import { winsorise } from '../../core/statistics/winsorise.ts';
import type { PreparedPeriod } from '../evaluation/prepared-period.ts';
import { RankSorter } from '../kernels/portable/rank-sorter.ts';
import { type RankedLabels, rankLabels } from './ranked-labels.ts';

/**
 * Daily ICs of one factor after another against the labels of one period: the quick twin of `dailyIc`, with the same
 * bits. Ranks are multiples of one half, so that sums of their products are exact in any order.
 * Holds working memory of 24 bytes a label; used by one thread.
 */
export class IcMeter {
  private readonly labels: RankedLabels;
  private readonly sorter: RankSorter;
  /** The pairs of one date, in order of the stocks. */
  private readonly x: Float64Array;
  private readonly y: Float64Array;
  private readonly ranksX: Float64Array;
  private readonly ranksY: Float64Array;
  /** For each label of the date the pair it belongs to, or -1 where the factor is missing. */
  private readonly pairOf: Int32Array;
  /** Pairs of the date in the order of their labels. */
  private readonly ordered: Int32Array;

  constructor(private readonly period: PreparedPeriod) {
    const stocks = period.panel.symbols.length;
    this.labels = rankLabels(period);
    this.sorter = new RankSorter(stocks);
    this.x = new Float64Array(stocks + 1);
    this.y = new Float64Array(stocks + 1);
    this.ranksX = new Float64Array(stocks);
    this.ranksY = new Float64Array(stocks);
    this.pairOf = new Int32Array(stocks);
    this.ordered = new Int32Array(stocks);
  }

  /**
   * @param factor [rows of the period x symbols], NaN = missing
   * Cost about 20 ns a cell.
   */
  measure(factor: Float64Array): DailyIc {
    const columns = this.period.panel.symbols.length;
    const rows = this.period.rows.to - this.period.rows.from;
    const daily: DailyIc = {
      ic: new Float64Array(rows).fill(Number.NaN),
      rankIc: new Float64Array(rows).fill(Number.NaN),
      pairs: new Int32Array(rows),
      tied: new Int32Array(rows),
    };
    for (let row = 0; row < rows; row++) {
      const count = this.gather(factor, row, row * columns);
      daily.pairs[row] = count;
      if (count >= this.period.definition.minimumStocks) this.measureDate(row, count, daily);
    }
    return daily;
  }

  private gather(factor: Float64Array, row: number, offset: number): number {
    const { x, y, pairOf } = this;
    const { starts, stocks, values } = this.labels;
    const start = starts[row]!;
    const end = starts[row + 1]!;
    let count = 0;
    for (let at = start; at < end; at++) {
      const value = factor[offset + stocks[at]!]!;
      const present = !Number.isNaN(value);
      x[count] = value;
      y[count] = values[at]!;
      pairOf[at - start] = present ? count : -1;
      count += present ? 1 : 0;
    }
    return count;
  }

  private measureDate(row: number, count: number, daily: DailyIc): void {
    const { x, y, ranksX, ranksY } = this;
    const { winsorise: fraction } = this.period.definition;
    daily.tied[row] = this.sorter.rank(x, count, ranksX);
    if (isConstant(x, count) || isConstant(y, count)) return;
    this.rankLabelsOfPairs(row, count);
    daily.rankIc[row] = pearson(ranksX, ranksY, count);
    daily.ic[row] = pearson(fraction > 0 ? winsorise(x, count, fraction) : x, y, count);
  }

  /** ranksY := average ranks of the pairs' labels. */
  private rankLabelsOfPairs(row: number, count: number): void {
    const { pairOf, ordered, ranksY } = this;
    const { starts, ranks, order } = this.labels;
    const start = starts[row]!;
    const end = starts[row + 1]!;
    if (count === end - start) {
      for (let pair = 0; pair < count; pair++) ranksY[pair] = ranks[start + pair]!;
      return;
    }
    let kept = 0;
    for (let at = start; at < end; at++) {
      const pair = pairOf[order[at]!]!;
      ordered[kept] = pair;
      kept += pair < 0 ? 0 : 1;
    }
    this.rankOrdered(count);
  }

  /** Ranks of pairs that stand in the order of their labels; equal labels share their average rank. */
  private rankOrdered(count: number): void {
    const { y, ordered, ranksY } = this;
    for (let first = 0; first < count; ) {
      const value = y[ordered[first]!]!;
      let end = first + 1;
      while (end < count && y[ordered[end]!] === value) end++;
      const rank = (first + 1 + end) / 2;
      for (; first < end; first++) ranksY[ordered[first]!] = rank;
    }
  }
}
