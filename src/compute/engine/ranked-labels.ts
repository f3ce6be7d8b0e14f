import { averageRanks } from '../../core/statistics/average-ranks.ts';
import type { PreparedPeriod } from '../evaluation/prepared-period.ts';

/**
 * The labels of a period, packed day after day, with what every rank IC on them has in common: their order.
 * Their ranks are not common to all factors: where a factor is missing its date's labels are ranked again, by one
 * pass over the order.
 */
export interface RankedLabels {
  /** Where each row's labels start in the packed arrays; one more than there are rows. */
  readonly starts: Int32Array;
  /** Column of each label; ascending within a row. */
  readonly stocks: Int32Array;
  readonly values: Float64Array;
  /** Average rank among all labels of the row. */
  readonly ranks: Float64Array;
  /** Place within its row of the smallest, second smallest ... label. */
  readonly order: Int32Array;
}

/** Packs and ranks the labels of a period. Memory: 24 bytes a label. Cost: one sort for each date. */
export function rankLabels(period: PreparedPeriod): RankedLabels {
  const { labels, labelledCells } = period;
  const columns = period.panel.symbols.length;
  const rows = period.rows.to - period.rows.from;
  const ranked: RankedLabels = {
    starts: new Int32Array(rows + 1),
    stocks: new Int32Array(labelledCells),
    values: new Float64Array(labelledCells),
    ranks: new Float64Array(labelledCells),
    order: new Int32Array(labelledCells),
  };
  let at = 0;
  for (let row = 0; row < rows; row++) {
    ranked.starts[row] = at;
    for (let stock = 0; stock < columns; stock++) {
      const value = labels[row * columns + stock]!;
      if (Number.isNaN(value)) continue;
      ranked.stocks[at] = stock;
      ranked.values[at] = value;
      at++;
    }
    rankRow(ranked, ranked.starts[row]!, at);
  }
  ranked.starts[rows] = at;
  return ranked;
}

function rankRow(ranked: RankedLabels, from: number, to: number): void {
  const values = ranked.values.subarray(from, to);
  averageRanks(values, to - from, ranked.ranks.subarray(from, to));
  const order = ranked.order.subarray(from, to);
  for (let place = 0; place < order.length; place++) order[place] = place;
  order.sort((a, b) => values[a]! - values[b]!);
}
