import { sharedFloats } from '../../shared-arrays.ts';
import type { PlacedFigures } from '../place-rows.ts';

type Reduce = (so: number, value: number) => number;

const first: Reduce = (so, value) => (Number.isNaN(so) ? value : so);
const sum: Reduce = (so, value) => (Number.isNaN(so) ? value : so + value);
const REDUCERS: Readonly<Record<string, Reduce>> = {
  open: first,
  high: (so, value) => Math.max(first(so, value), value),
  low: (so, value) => Math.min(first(so, value), value),
  close: (_, value) => value,
  volume: sum,
  amount: sum,
};

/**
 * Daily bars over the minute bars that are present: first open, highest high, lowest low, last close, sum of the
 * volume (and of the amount, where the bars have one). Missing where a stock has no bar that day. Prices as given.
 */
export class DailyFromBars {
  /** [days x symbols] each. */
  readonly figures: PlacedFigures = new Map();

  /** @param fields of the minute bars */
  constructor(
    fields: Iterable<string>,
    days: number,
    private readonly symbols: number,
  ) {
    for (const name of fields) {
      if (Object.hasOwn(REDUCERS, name)) this.figures.set(name, sharedFloats(days * symbols));
    }
  }

  /** @param bars of one day by field, [bars x symbols] each */
  addDay(day: number, bars: ReadonlyMap<string, Float64Array>): void {
    const { symbols } = this;
    for (const [name, values] of this.figures) {
      const reduce = REDUCERS[name]!;
      const figures = bars.get(name)!;
      const row = values.subarray(day * symbols, (day + 1) * symbols);
      for (let cell = 0, s = 0; cell < figures.length; cell++) {
        const value = figures[cell]!;
        if (!Number.isNaN(value)) row[s] = reduce(row[s]!, value);
        if (++s === symbols) s = 0;
      }
    }
  }
}
