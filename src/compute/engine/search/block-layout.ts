import { createHash } from 'node:crypto';
import type { Panel } from '../../panel/panel.ts';

/** Stocks of a block; kernels/lanes.ts has the same. */
export const BLOCK_STOCKS = 16;
/** A row of a block: 16 float32. */
export const ROW_BYTES = 64;

const SEED = 'factormine blocks';

/** How a panel's stocks lie in memory: [block][day][16] float32, the last block filled up with missing stocks. */
export interface BlockLayout {
  /** Days of the panel. */
  readonly rows: number;
  readonly blocks: number;
  /** Column of the panel at each place; place p is lane p % 16 of block p / 16. */
  readonly columns: Int32Array;
  /** First day with any figure of the stock at each place, ascending; `rows` where there is none. */
  readonly firstRows: Int32Array;
}

export const blocksOf = (stocks: number): number => Math.ceil(stocks / BLOCK_STOCKS);

/** Bytes of a matrix of so many days and blocks. */
export const matrixBytes = (rows: number, blocks: number): number => rows * blocks * ROW_BYTES;

/**
 * The fixed order of a panel's stocks: by the day on which they appear, and in random order among those of one day,
 * by the hash of their symbols. So the first blocks are a sample of the market, and a stock's place depends on no later
 * day and on no stock that appears later: what was measured before a market grew is measured so again, bit for bit.
 */
export function layOut(panel: Pick<Panel, 'days' | 'symbols' | 'matrices'>): BlockLayout {
  const firstRows = firstRowsOf(panel);
  const keys = panel.symbols.map((symbol) => createHash('sha256').update(`${SEED} ${symbol}`).digest('hex'));
  const columns = Int32Array.from(panel.symbols.keys()).sort(
    (a, b) => firstRows[a]! - firstRows[b]! || (keys[a]! < keys[b]! ? -1 : 1),
  );
  return {
    rows: panel.days.length,
    blocks: blocksOf(columns.length),
    columns,
    firstRows: columns.map((column) => firstRows[column]!),
  };
}

/** Blocks that hold every stock with a figure in the first `rows` days: the others are missing all along. */
export function blocksBefore(layout: BlockLayout, rows: number): number {
  const stocks = layout.firstRows.findIndex((first) => first >= rows);
  return Math.max(1, blocksOf(stocks < 0 ? layout.columns.length : stocks));
}

/** Blocks of a share of a period's stocks, from the first block on: one at least. */
export const blocksOfPeriod = (layout: BlockLayout, rows: { readonly to: number }, share: number): number =>
  Math.max(1, Math.ceil(blocksBefore(layout, rows.to) * share));

function firstRowsOf({ days, symbols, matrices }: Pick<Panel, 'days' | 'symbols' | 'matrices'>): Int32Array {
  const firstRows = new Int32Array(symbols.length).fill(days.length);
  const fields = [...matrices.values()];
  let absent = [...symbols.keys()];
  for (let row = 0; row < days.length && absent.length > 0; row++) {
    const isThere = (column: number): boolean =>
      fields.some((values) => !Number.isNaN(values[row * symbols.length + column]!));
    absent = absent.filter((column) => {
      if (!isThere(column)) return true;
      firstRows[column] = row;
      return false;
    });
  }
  return firstRows;
}
