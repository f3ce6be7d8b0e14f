import type { DayFigures, TiledDay } from './minute-source.ts';

/** Stocks side by side in a tile: the width of every kernel's blocks. */
export const TILE_STOCKS = 16;
/** Ticks of a bar that is missing. */
export const MISSING_TICKS = -2147483648;
const LARGEST_TICKS = 2147483647;
/** Decimals beyond these are not decimals that somebody wrote down. */
const MOST_DECIMALS = 8;
const ALIGNMENT = 64;

export const POWERS_OF_TEN: readonly number[] = Array.from({ length: MOST_DECIMALS + 1 }, (_, k) =>
  Number(`1e${k}`),
);

/** Places within the bytes of one day and field. */
export interface ChunkLayout {
  /** Stocks with those that fill the last block. */
  readonly paddedStocks: number;
  /** Bars present of each stock: [paddedStocks] uint16, at 0. */
  readonly countsAt: number;
  /** [paddedStocks] float64; -1 without factors. */
  readonly factorsAt: number;
  /** [blocks][bars][16] int32 or float64. */
  readonly tilesAt: number;
  readonly tileBytes: number;
  readonly bytes: number;
}

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

export function layoutOf(
  form: Pick<TiledDay, 'decimals' | 'adjusted'>,
  bars: number,
  stocks: number,
): ChunkLayout {
  const blocks = Math.ceil(stocks / TILE_STOCKS);
  const paddedStocks = blocks * TILE_STOCKS;
  const factorsAt = aligned(2 * paddedStocks);
  const tilesAt = form.adjusted ? factorsAt + aligned(8 * paddedStocks) : factorsAt;
  const tileBytes = bars * TILE_STOCKS * (form.decimals === null ? 8 : 4);
  return {
    paddedStocks,
    countsAt: 0,
    factorsAt: form.adjusted ? factorsAt : -1,
    tilesAt,
    tileBytes,
    bytes: tilesAt + blocks * tileBytes,
  };
}

/** Bars present of each symbol, [symbols]. @param figures [bars x symbols] */
export function countPresent(figures: Float64Array, symbols: number): Uint16Array {
  const counts = new Uint16Array(symbols);
  for (let cell = 0, s = 0; cell < figures.length; cell++) {
    if (!Number.isNaN(figures[cell]!)) counts[s] = counts[s]! + 1;
    if (++s === symbols) s = 0;
  }
  return counts;
}

/**
 * The fewest decimals with which every figure is ticks / 10^decimals exactly, bit for bit, with ticks of 31 bits;
 * null when there are none. A figure that k decimals hold is held by more, so one pass suffices.
 */
export function decimalsOf(figures: Float64Array): number | null {
  let decimals = 0;
  let largest = 0;
  for (let cell = 0; cell < figures.length; cell++) {
    const value = figures[cell]!;
    if (Number.isNaN(value)) continue;
    while (Math.round(value * POWERS_OF_TEN[decimals]!) / POWERS_OF_TEN[decimals]! !== value) {
      if (++decimals > MOST_DECIMALS) return null;
    }
    if (Math.abs(value) > largest) largest = Math.abs(value);
  }
  return largest * POWERS_OF_TEN[decimals]! <= LARGEST_TICKS - 1 ? decimals : null;
}

/** Bytes of one day: counts, factors, tiles. Null of a day without any bar. */
export function encodeDay(
  { figures, factors }: DayFigures,
  bars: number,
  stocks: number,
): { readonly form: Pick<TiledDay, 'decimals' | 'adjusted'>; readonly bytes: Uint8Array } | null {
  const counts = countPresent(figures, stocks);
  if (counts.every((count) => count === 0)) return null;
  const form = { decimals: decimalsOf(figures), adjusted: factors !== null };
  const layout = layoutOf(form, bars, stocks);
  const buffer = new ArrayBuffer(layout.bytes);
  new Uint16Array(buffer, layout.countsAt, stocks).set(counts);
  if (factors !== null) {
    new Float64Array(buffer, layout.factorsAt, layout.paddedStocks).fill(1).set(factors);
  }
  const cells = (layout.bytes - layout.tilesAt) / (form.decimals === null ? 8 : 4);
  if (form.decimals === null) {
    tileFloats(figures, new Float64Array(buffer, layout.tilesAt, cells), bars, stocks);
  } else {
    const scale = POWERS_OF_TEN[form.decimals]!;
    tileTicks(figures, new Int32Array(buffer, layout.tilesAt, cells), { bars, stocks, scale });
  }
  return { form, bytes: new Uint8Array(buffer) };
}

/** Where the figure of a stock's first bar lies in the tiles; bars follow at a distance of 16. */
const tileCell = (stock: number, bars: number): number =>
  Math.floor(stock / TILE_STOCKS) * bars * TILE_STOCKS + (stock % TILE_STOCKS);

function tileFloats(figures: Float64Array, tiles: Float64Array, bars: number, stocks: number): void {
  tiles.fill(Number.NaN);
  for (let stock = 0; stock < stocks; stock++) {
    let to = tileCell(stock, bars);
    for (let from = stock; from < figures.length; from += stocks, to += TILE_STOCKS) {
      const value = figures[from]!;
      if (value === 0) tiles[to] = 0;
      else if (!Number.isNaN(value)) tiles[to] = value;
    }
  }
}

function tileTicks(
  figures: Float64Array,
  tiles: Int32Array,
  { bars, stocks, scale }: { readonly bars: number; readonly stocks: number; readonly scale: number },
): void {
  tiles.fill(MISSING_TICKS);
  for (let stock = 0; stock < stocks; stock++) {
    let to = tileCell(stock, bars);
    for (let from = stock; from < figures.length; from += stocks, to += TILE_STOCKS) {
      const value = figures[from]!;
      if (!Number.isNaN(value)) tiles[to] = Math.round(value * scale);
    }
  }
}

/** The figures of a day's bytes, as they were given. */
export function decodeDay(
  bytes: Uint8Array,
  form: Pick<TiledDay, 'decimals' | 'adjusted'>,
  bars: number,
  stocks: number,
): DayFigures {
  const layout = layoutOf(form, bars, stocks);
  const { buffer, byteOffset } = bytes;
  const figures = new Float64Array(bars * stocks);
  const cells = (layout.bytes - layout.tilesAt) / (form.decimals === null ? 8 : 4);
  const at = byteOffset + layout.tilesAt;
  const tiles =
    form.decimals === null ? new Float64Array(buffer, at, cells) : new Int32Array(buffer, at, cells);
  const scale = form.decimals === null ? 1 : POWERS_OF_TEN[form.decimals]!;
  const missing = form.decimals === null ? Number.NaN : MISSING_TICKS;
  for (let stock = 0; stock < stocks; stock++) {
    let from = tileCell(stock, bars);
    for (let to = stock; to < figures.length; to += stocks, from += TILE_STOCKS) {
      const value = tiles[from]!;
      figures[to] = value === missing ? Number.NaN : value / scale;
    }
  }
  const factors = form.adjusted
    ? new Float64Array(buffer, byteOffset + layout.factorsAt, stocks).slice()
    : null;
  return { figures, factors };
}

/** Multiplies the figures of one day by their factors, in place. */
export function adjustDay({ figures, factors }: DayFigures): Float64Array {
  if (factors === null) return figures;
  const stocks = factors.length;
  for (let cell = 0, s = 0; cell < figures.length; cell++) {
    figures[cell] = figures[cell]! * factors[s]!;
    if (++s === stocks) s = 0;
  }
  return figures;
}
