import type { PanelAttributes } from '../panel.ts';
import { sharedFlags, sharedFloats } from '../shared-arrays.ts';
import { type Adjustment, multiply } from './adjustment.ts';
import { formatDay } from './cell-readers.ts';
import type { MarketFrame } from './market-frame.ts';
import type { PlacedFigures } from './place-rows.ts';

/**
 * What is known of stocks and days beside the fields.
 * @param given figures of the daily file
 * @param daily the same with prices and volume from where the options take them; not adjusted yet
 */
export function attributesOf(
  frame: MarketFrame,
  given: PlacedFigures,
  daily: PlacedFigures,
  { toRaw, factors }: Adjustment,
): PanelAttributes {
  const columns = frame.symbols.length;
  const raw = toRaw === undefined ? null : rawCloses(daily.get('close')!, toRaw);
  const flags = given.get('is_st');
  const listed = given.get('list_date');
  return {
    isSt: flags === undefined ? null : raisedFlags(flags),
    rawClose: raw,
    rawPreviousClose: positive(given.get('prev_close')) ?? (raw && previousCloses(raw, factors, columns)),
    limitUp: positive(given.get('limit_up')),
    limitDown: positive(given.get('limit_down')),
    amount: daily.get('amount') ?? null,
    listedOn: listed === undefined ? null : frame.symbols.map((_, s) => earliestDay(listed, s, columns)),
  };
}

function rawCloses(close: Float64Array, toRaw: Float64Array | null): Float64Array {
  const raw = sharedFloats(close.length, 0);
  raw.set(close);
  multiply(raw, toRaw);
  return raw;
}

function raisedFlags(values: Float64Array): Uint8Array {
  const flags = sharedFlags(values.length);
  for (let cell = 0; cell < values.length; cell++) flags[cell] = values[cell] === 1 ? 1 : 0;
  return flags;
}

/** Zero stands for "none" in these columns. */
function positive(values: Float64Array | undefined): Float64Array | null {
  if (values === undefined) return null;
  for (let cell = 0; cell < values.length; cell++) if (!(values[cell]! > 0)) values[cell] = Number.NaN;
  return values;
}

/** To a hundredth of a cent, which takes the rounding of divisions out of prices in cents. */
export const roundReference = (price: number): number => Math.round(price * 10_000) / 10_000;

/** Close of the last traded row, ex rights: what the exchange measures a day's price limits from. */
function previousCloses(raw: Float64Array, factors: Float64Array | null, columns: number): Float64Array {
  const previous = sharedFloats(raw.length);
  for (let s = 0; s < columns; s++) {
    let last = Number.NaN;
    for (let cell = s; cell < raw.length; cell += columns) {
      const close = raw[cell]!;
      if (Number.isNaN(close)) continue;
      const factor = factors === null ? 1 : factors[cell]!;
      previous[cell] = roundReference(last / factor);
      last = close * factor;
    }
  }
  return previous;
}

function earliestDay(listed: Float64Array, column: number, columns: number): string | null {
  let earliest = Number.POSITIVE_INFINITY;
  for (let cell = column; cell < listed.length; cell += columns) {
    if (listed[cell]! < earliest) earliest = listed[cell]!;
  }
  return Number.isFinite(earliest) ? formatDay(earliest) : null;
}
