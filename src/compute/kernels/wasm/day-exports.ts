/** Kernels over all stocks of a day; kernels/judge.ts, labels.ts and cross-section.ts say what they do. */
export interface DayKernels {
  /** Orders the labels that lie at the start of their region, row-major. */
  prepareLabels(labels: number, rows: number, blocks: number, scratch: number): void;
  judge(
    factor: number,
    stride: number,
    labels: number,
    rows: number,
    blocks: number,
    minimumStocks: number,
    wanted: number,
    winsorise: number,
    verdict: number,
    scratch: number,
  ): void;
  /** Correlates factors on one date, each a row of a region that `prepareLabels` made. */
  correlateProfiles(
    profiles: number,
    count: number,
    blocks: number,
    lefts: number,
    minimumStocks: number,
    ranked: number,
    out: number,
    scratch: number,
  ): void;
  csNorm: AcrossStocks;
  csRank: AcrossStocks;
}

/** Operands are the first row of the first block and the way to the next block, in bytes. */
type AcrossStocks = (
  out: number,
  outStride: number,
  from: number,
  fromStride: number,
  mask: number,
  maskStride: number,
  rows: number,
  blocks: number,
  scratch: number,
) => void;

/** What `judge` is asked for; add to have both. */
export const WANTED = { pearson: 1, rank: 2 } as const;

/** Columns are named by 15 bits. */
export const MOST_STOCKS = 32_768;

const STOCKS_A_BLOCK = 16;
const TILE_DAYS = 16;
/** Two tables of 2,048 words. */
const SORT_TABLE_BYTES = 16_384;
/** Notes, a sample, and what vectors may reach beyond their rows. */
const NOTE_BYTES = 1024;

/** A region of labels: values, order, counts and places. */
export const labelsBytes = (rows: number, blocks: number): number => rows * (blocks * STOCKS_A_BLOCK * 8 + 4);

/** IC, rank IC (float64), pairs and tied (int32) of each row, one array after another. */
export const verdictBytes = (rows: number): number => rows * 24;

/** Working memory of every kernel here: two tiles of days, a date's columns, ranks and entries, 16 bytes a stock to sort in, tables. */
export const dayScratchBytes = (blocks: number): number =>
  blocks * STOCKS_A_BLOCK * (2 * TILE_DAYS * 4 + 2 + 4 + 4 + 16) + SORT_TABLE_BYTES + NOTE_BYTES;
