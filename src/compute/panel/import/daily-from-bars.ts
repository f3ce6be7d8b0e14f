import { sharedFloats } from '../shared-arrays.ts';
import type { PlacedFigures } from './place-rows.ts';

export interface BarShape {
  readonly days: number;
  readonly bars: number;
  readonly symbols: number;
}

/**
 * Daily bars over the minute bars that are present: first open, highest high, lowest low, last close, sum of the
 * volume (and of the amount, where the bars have one). Missing where a stock has no bar that day. Prices as given.
 */
export function dailyFromBars(minutes: PlacedFigures, shape: BarShape): PlacedFigures {
  const first = (so: number, value: number): number => (Number.isNaN(so) ? value : so);
  const reducers: Record<string, (so: number, value: number) => number> = {
    open: first,
    high: (so, value) => Math.max(first(so, value), value),
    low: (so, value) => Math.min(first(so, value), value),
    close: (_, value) => value,
    volume: (so, value) => (Number.isNaN(so) ? value : so + value),
    amount: (so, value) => (Number.isNaN(so) ? value : so + value),
  };
  const daily: PlacedFigures = new Map();
  for (const [name, reduce] of Object.entries(reducers)) {
    const values = minutes.get(name);
    if (values !== undefined) daily.set(name, reduceBars(values, shape, reduce));
  }
  return daily;
}

function reduceBars(
  values: Float64Array,
  { days, bars, symbols }: BarShape,
  reduce: (so: number, value: number) => number,
): Float64Array {
  const reduced = sharedFloats(days * symbols);
  for (let d = 0; d < days; d++) {
    for (let b = 0; b < bars; b++) {
      const from = (d * bars + b) * symbols;
      for (let s = 0; s < symbols; s++) {
        const value = values[from + s]!;
        if (Number.isNaN(value)) continue;
        const cell = d * symbols + s;
        reduced[cell] = reduce(reduced[cell]!, value);
      }
    }
  }
  return reduced;
}
