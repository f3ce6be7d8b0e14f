import { MISSING_CELL } from './sketch-factor.ts';
import type { SketchGrid } from './sketch-grid.ts';

/** A spread over fewer days than this says nothing. */
const FEWEST_DAYS = 8;

/** What two sketches say of the similarity of their factors. */
export interface SketchedSimilarity {
  /** Mean of the daily rank correlations at the grid's cells, signed; NaN where no day counts. */
  readonly correlation: number;
  /** Of that mean as an estimate of the whole period's: from the spread over the days; NaN below eight days. */
  readonly standardError: number;
}

/**
 * Similarity of two factors from their sketches. Each day is the Pearson correlation of the scores over the cells that both
 * have: sums of whole numbers, then five operations in float64, so the kernel in WebAssembly gives the same bits.
 * @param left, right [days x stocks of the size], as `sketchFactor`
 */
export function compareSketches(
  left: Int8Array,
  right: Int8Array,
  { size, minimumCells }: Pick<SketchGrid, 'size' | 'minimumCells'>,
): SketchedSimilarity {
  let days = 0;
  let sum = 0;
  let squares = 0;
  for (let day = 0; day < minimumCells.length; day++) {
    const from = day * size.stocks;
    const to = from + size.stocks;
    const r = correlateCells(left.subarray(from, to), right.subarray(from, to), minimumCells[day]!);
    if (Number.isNaN(r)) continue;
    days++;
    sum += r;
    squares += r * r;
  }
  const mean = sum / days;
  const variance = Math.max(0, squares - sum * mean) / (days - 1);
  return {
    correlation: days === 0 ? Number.NaN : mean,
    standardError: days < FEWEST_DAYS ? Number.NaN : Math.sqrt(variance / days),
  };
}

function correlateCells(left: Int8Array, right: Int8Array, minimumCells: number): number {
  let [n, x, y, xx, yy, xy] = [0, 0, 0, 0, 0, 0];
  for (let cell = 0; cell < left.length; cell++) {
    const a = left[cell]!;
    const b = right[cell]!;
    if (a === MISSING_CELL || b === MISSING_CELL) continue;
    n++;
    x += a;
    y += b;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  const spread = (n * xx - x * x) * (n * yy - y * y);
  if (n < minimumCells || spread === 0) return Number.NaN;
  return (n * xy - x * y) / Math.sqrt(spread);
}
