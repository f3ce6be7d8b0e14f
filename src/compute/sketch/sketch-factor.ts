import { RankSorter } from '../kernels/portable/rank-sorter.ts';
import type { SketchGrid } from './sketch-grid.ts';

/** A cell at which the factor has no value. */
export const MISSING_CELL = -128;
/** The largest rank of a day becomes this, the smallest its negative. */
const LARGEST_SCORE = 127;

/**
 * A factor as few bytes: at each cell of the grid its average rank among all stocks that have it that day, scaled to
 * [-127, 127] and rounded.
 * @param values [days of the grid x stocks of the panel], NaN = missing (also outside the universe)
 * @returns [days x stocks of the size] int8; -128 = missing, also where the grid has no cell
 */
export function sketchFactor(values: Float64Array, grid: SketchGrid): Int8Array {
  const { rows, columns, size } = grid;
  const width = values.length / Math.max(1, rows.length);
  const sketch = new Int8Array(size.days * size.stocks).fill(MISSING_CELL);
  const sorter = new RankSorter(width);
  const present = new Float64Array(width + 1);
  const places = new Int32Array(width).fill(-1);
  const ranks = new Float64Array(width);
  for (let day = 0; day < rows.length; day++) {
    let count = 0;
    for (let stock = 0; stock < width; stock++) {
      const value = values[day * width + stock]!;
      present[count] = value;
      places[stock] = Number.isNaN(value) ? -1 : count++;
    }
    sorter.rank(present, count, ranks);
    const scale = LARGEST_SCORE / Math.max(1, count - 1);
    for (let at = day * size.stocks; at < (day + 1) * size.stocks; at++) {
      const place = columns[at]! < 0 ? -1 : places[columns[at]!]!;
      if (place >= 0) sketch[at] = rounded((2 * ranks[place]! - count - 1) * scale);
    }
  }
  return sketch;
}

/** Halves away from 0, so that -f has the scores of f with the other sign. */
const rounded = (score: number): number => (score < 0 ? -Math.round(-score) : Math.round(score));
