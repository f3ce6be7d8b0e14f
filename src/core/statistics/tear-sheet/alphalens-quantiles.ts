import { collectCells } from '../collect-cells.ts';

/**
 * Quantile of each cell, 1 (lowest) to `quantiles`, as alphalens sorts them: edges are the day's quantiles (linear
 * interpolation), a value belongs to the first edge that it does not exceed. 0 = none: a missing cell, or a day with too few
 * cells or with two equal edges, which alphalens drops too.
 * @param values [days x stocks], NaN = missing
 * Source: alphalens, quantize_factor (by way of pandas' qcut).
 */
export function alphalensQuantiles(
  values: Float64Array,
  { stocks, quantiles, minimumStocks }: { stocks: number; quantiles: number; minimumStocks: number },
): Uint8Array {
  const labels = new Uint8Array(values.length);
  for (let offset = 0; offset < values.length; offset += stocks) {
    const present = collectCells([values], offset, stocks);
    if (present.length < minimumStocks) continue;
    const sorted = Float64Array.from(present, (stock) => values[offset + stock]!).sort();
    const edges = Array.from({ length: quantiles + 1 }, (_, at) => quantileOf(sorted, at / quantiles));
    if (edges.some((edge, at) => at > 0 && edge === edges[at - 1])) continue;
    for (const stock of present) {
      const value = values[offset + stock]!;
      const edge = edges.findIndex((upper, at) => at > 0 && value <= upper);
      labels[offset + stock] = edge < 0 ? quantiles : edge;
    }
  }
  return labels;
}

function quantileOf(sorted: Float64Array, fraction: number): number {
  const position = fraction * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  const share = position - below;
  return share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share);
}
