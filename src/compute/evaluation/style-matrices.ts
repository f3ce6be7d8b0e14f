import type { StyleName } from '../../core/experiment/experiment.ts';
import type { Panel } from '../panel/panel.ts';
import type { RowRange } from '../plan/run-plan.ts';

const WEEK = 5;
const MONTH = 20;

type Matrix = Float64Array;
type StyleMaker = (field: (name: string) => Matrix | undefined, stocks: number) => Matrix | null;

/** Each style on every row that it is given, where its field is there. */
const MAKERS: Readonly<Record<StyleName, StyleMaker>> = {
  return5: (field, stocks) => over(field('CLOSE'), (close) => returns(close, stocks, WEEK)),
  return20: (field, stocks) => over(field('CLOSE'), (close) => returns(close, stocks, MONTH)),
  volatility20: (field, stocks) =>
    over(field('CLOSE'), (close) => rolling(returns(close, stocks, 1), stocks, deviation)),
  turnover20: (field, stocks) => over(field('TURNOVER_RATE'), (rate) => rolling(rate, stocks, mean)),
  size: (field) =>
    over(field('FLOAT_CAP'), (cap) => cap.map((value) => (value > 0 ? Math.log(value) : Number.NaN))),
  industry: (field) => over(field('INDUSTRY'), (code) => code),
};

/**
 * Styles of every stock-day of some rows, [rows x symbols], known at the close of that day; NaN where a window is not
 * full or a figure is lacking. Only those that the dataset has fields for, in the order asked for.
 *
 * return5, return20: CLOSE[T] / CLOSE[T-n] - 1. volatility20: standard deviation (ddof 1) of the last 20 daily returns.
 * turnover20: mean of the last 20 TURNOVER_RATE. size: ln FLOAT_CAP. industry: INDUSTRY, a number that names it.
 * Cost: some 50 operations a cell.
 */
export function styleMatrices(
  panel: Panel,
  rows: RowRange,
  wanted: readonly StyleName[],
): ReadonlyMap<StyleName, Float64Array> {
  const stocks = panel.symbols.length;
  const first = Math.max(0, rows.from - MONTH - 1);
  const field = (name: string) => panel.matrices.get(name)?.subarray(first * stocks, rows.to * stocks);
  const made = new Map<StyleName, Float64Array>();
  for (const name of wanted) {
    const values = MAKERS[name](field, stocks);
    if (values !== null) made.set(name, values.slice((rows.from - first) * stocks));
  }
  return made;
}

const over = (field: Matrix | undefined, make: (values: Matrix) => Matrix): Matrix | null =>
  field === undefined ? null : make(field);

function returns(close: Matrix, stocks: number, days: number): Matrix {
  const changes = new Float64Array(close.length).fill(Number.NaN);
  for (let cell = days * stocks; cell < close.length; cell++) {
    const change = close[cell]! / close[cell - days * stocks]! - 1;
    if (Number.isFinite(change)) changes[cell] = change;
  }
  return changes;
}

function rolling(values: Matrix, stocks: number, reduce: (window: Float64Array) => number): Matrix {
  const window = new Float64Array(MONTH);
  const reduced = new Float64Array(values.length).fill(Number.NaN);
  for (let cell = (MONTH - 1) * stocks; cell < values.length; cell++) {
    for (let at = 0; at < MONTH; at++) window[at] = values[cell - (MONTH - 1 - at) * stocks]!;
    // What is missing in the window makes it missing: NaN is added up.
    reduced[cell] = reduce(window);
  }
  return reduced;
}

function mean(window: Float64Array): number {
  let sum = 0;
  for (const value of window) sum += value;
  return sum / window.length;
}

function deviation(window: Float64Array): number {
  const centre = mean(window);
  let squares = 0;
  for (const value of window) squares += (value - centre) * (value - centre);
  return Math.sqrt(squares / (window.length - 1));
}
