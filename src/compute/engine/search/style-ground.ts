import type { CorrelationKind } from '../../../core/experiment/experiment.ts';
import { averageRanks } from '../../../core/statistics/average-ranks.ts';
import { orthonormal } from '../../../core/statistics/take-out-styles.ts';
import type { PreparedPeriod } from '../../evaluation/prepared-period.ts';
import { makeStyles } from '../../evaluation/styles-of-period.ts';
import { BLOCK_STOCKS, type BlockLayout } from './block-layout.ts';

/** One day's stocks with a label and every style, in the order of the layout. */
export interface GroundDay {
  /** Row of the period. */
  readonly row: number;
  /** Place of each stock in the layout. */
  readonly places: Int32Array;
  /** Columns of equal span as the styles, without means of industries, of length 1: [columns][stocks] float32. */
  readonly basis: Float32Array;
  readonly columns: number;
  /** Industry of each stock, from 0; all 0 without industries. */
  readonly groups: Int32Array;
  readonly groupCount: number;
  /** What a factor is compared with where all stocks have it: labels, or their ranks. */
  readonly targets: Float64Array;
  readonly labels: Float64Array;
  /** Positions by ascending label: the labels of a factor with gaps are ranked without a sort. */
  readonly order: Int32Array;
}

/**
 * Days of a period on which some stocks have every style; of the first blocks of the layout alone. An empty list where
 * the dataset has no style. Memory 28 bytes and 4 a style for each stock-day.
 */
export function layGround(
  period: PreparedPeriod,
  layout: BlockLayout,
  so: { readonly blocks: number; readonly kind: CorrelationKind },
): GroundDay[] {
  const styles = makeStyles(period);
  if (styles === null) return [];
  const { ranks, values, groups } = styles.columns;
  const matrices = so.kind === 'rank' ? ranks : values;
  const stocks = period.panel.symbols.length;
  const columns = layout.columns.subarray(0, so.blocks * BLOCK_STOCKS);
  const isThere = (cell: number): boolean =>
    !Number.isNaN(period.labels[cell]!) &&
    (groups === null || groups[cell]! >= 0) &&
    matrices.every((matrix) => !Number.isNaN(matrix[cell]!));
  const days: GroundDay[] = [];
  for (let row = 0; row * stocks < period.labels.length; row++) {
    const places = Int32Array.from(columns.keys()).filter((place) => isThere(row * stocks + columns[place]!));
    if (places.length === 0) continue;
    const pick = (from: Float64Array | Int32Array): Float64Array =>
      Float64Array.from(places, (place) => from[row * stocks + columns[place]!]!);
    const labels = pick(period.labels);
    const own = groups === null ? new Int32Array(places.length) : Int32Array.from(pick(groups));
    // Ranked anew among the stocks of a share: a style must leave nothing of itself there either.
    const seen = matrices.map(pick).map((values) => (so.kind === 'rank' ? ranked(values) : values));
    const basis = orthonormal(seen, own);
    days.push({
      row,
      places,
      basis: Float32Array.from(basis.flatMap((column) => [...column])),
      columns: basis.length,
      groups: own,
      groupCount: own.reduce((most, group) => Math.max(most, group + 1), 0),
      targets: so.kind === 'rank' ? ranked(labels) : labels,
      labels,
      order: Int32Array.from(labels.keys()).sort((a, b) => labels[a]! - labels[b]! || a - b),
    });
  }
  return days;
}

function ranked(values: Float64Array): Float64Array {
  const ranks = new Float64Array(values.length);
  averageRanks(values, values.length, ranks);
  return ranks;
}
