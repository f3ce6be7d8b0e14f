import type { CorrelationKind } from '../experiment/experiment.ts';
import { pearson, spearman } from './correlation.ts';
import { collectPairs } from './daily-ic.ts';

export interface SimilarityOptions {
  readonly stocks: number;
  /** A date counts from this many stocks on that are present in both, if neither side is constant. */
  readonly minimumStocks: number;
  readonly kind: CorrelationKind;
}

/**
 * The one similarity of two factors: mean over dates of the daily cross-sectional correlation (rank by default)
 * over the stocks present in both, signed. Two programs are too similar when its absolute value passes the threshold.
 * @param left, right [days x stocks], row-major, NaN = missing (also outside the universe)
 * @returns in [-1, 1]; NaN when no date counts. Exactly symmetric.
 * Source: report section 3.2 (catastrophe); framework, section 5.
 */
export function similarity(left: Float64Array, right: Float64Array, options: SimilarityOptions): number {
  const { stocks, minimumStocks } = options;
  const correlate = options.kind === 'rank' ? spearman : pearson;
  const x = new Float64Array(stocks);
  const y = new Float64Array(stocks);
  let sum = 0;
  let dates = 0;
  for (let offset = 0; offset < left.length; offset += stocks) {
    const count = collectPairs(left, right, offset, { x, y });
    const correlation = count < minimumStocks ? Number.NaN : correlate(x, y, count);
    if (Number.isNaN(correlation)) continue;
    sum += correlation;
    dates++;
  }
  return dates === 0 ? Number.NaN : sum / dates;
}
