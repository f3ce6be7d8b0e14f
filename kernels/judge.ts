import { dayBytes, gatherDays, TILE_DAYS, tileBytes } from './day-tile';
import { countsOf, orderOf } from './labels';
import { HIGHEST_KEY, LABEL_TIES, LOWEST_KEY, PAIR_NOTE_BYTES, pairUp } from './pair-up';
import { pearsonOfDay } from './pearson-of-day';
import { rankCorrelation } from './rank-correlation';
import { keyIn, sortDay, valueOf } from './sort-day';

/** What is wanted of each date. */
const PEARSON: i32 = 1;
const RANK: i32 = 2;

/*
 * A verdict of each row: ic and rankIc (float64, NaN where the date has none), pairs and tied (int32), one array after
 * another: 24 bytes a row.
 */

/**
 * Daily ICs of a factor. Only stocks count that have both a finite value and a label. A date has none below `minimumStocks`
 * pairs, or where a side is constant. Ranks are exact average ranks among the date's pairs; sums of their products are whole
 * numbers. `tied` counts the values that share theirs with another; it is 0 where ranks are not wanted.
 * @param factor first row of the first block; `stride` bytes from block to block
 * @param labels prepared by `prepareLabels` for as many rows and blocks
 * @param wanted 1 = Pearson, 2 = rank, 3 = both
 * @param winsorise share of a date's values clipped at either end for Pearson, as quantiles between neighbours; needs ranks
 * @param scratch `judgeScratchBytes`
 */
export function judge(
  factor: usize,
  stride: usize,
  labels: usize,
  rows: i32,
  blocks: i32,
  minimumStocks: i32,
  wanted: i32,
  winsorise: f64,
  verdict: usize,
  scratch: usize,
): void {
  const rest = scratch + tileBytes(blocks);
  for (let first = 0; first < rows; first += TILE_DAYS) {
    const days = min(TILE_DAYS, rows - first);
    gatherDays(scratch, factor + (<usize>first << 6), stride, days, blocks);
    for (let day = 0; day < days; day++) {
      const row = first + day;
      judgeDay(scratch + <usize>day * dayBytes(blocks), labels, rows, blocks, row, minimumStocks, wanted, winsorise, verdict, rest);
    }
  }
}

function judgeDay(
  values: usize,
  labels: usize,
  rows: i32,
  blocks: i32,
  row: i32,
  minimumStocks: i32,
  wanted: i32,
  winsorise: f64,
  verdict: usize,
  scratch: usize,
): void {
  const ic = verdict + (<usize>row << 3);
  const rankIc = ic + (<usize>rows << 3);
  const pairs = verdict + (<usize>rows << 4) + (<usize>row << 2);
  const tied = pairs + (<usize>rows << 2);
  store<f64>(ic, NaN);
  store<f64>(rankIc, NaN);
  store<i32>(tied, 0);
  const stocks = <usize>blocks << 4;
  let low = -Infinity;
  let high = Infinity;
  if ((wanted & RANK) != 0 || winsorise > 0) {
    const ranks = scratch + PAIR_NOTE_BYTES;
    const entries = ranks + (stocks << 2);
    const spare = entries + (stocks << 3);
    const labelled = load<i32>(countsOf(labels, rows, blocks) + (<usize>row << 2));
    const count = pairUp(values, orderOf(labels, rows, blocks, row), labelled, entries, ranks, scratch);
    store<i32>(pairs, count);
    if (count < minimumStocks || count == 0) return;
    const lowest = load<u32>(scratch + LOWEST_KEY);
    sortDay(entries, count, lowest, load<u32>(scratch + HIGHEST_KEY), spare, spare + (stocks << 3));
    if (wanted & RANK) {
      store<f64>(rankIc, rankCorrelation(entries, count, ranks, load<f64>(scratch + LABEL_TIES), tied));
    }
    if (winsorise > 0) {
      low = quantileOf(entries, count, winsorise);
      high = quantileOf(entries, count, 1 - winsorise);
    }
  }
  if ((wanted & PEARSON) == 0) return;
  const ofDay = labels + <usize>row * dayBytes(blocks);
  const count = pearsonOfDay(values, ofDay, <i32>stocks, low, high, ic);
  store<i32>(pairs, count);
  if (count < minimumStocks) store<f64>(ic, NaN);
}

/** Quantile of sorted entries, linear between neighbours, as numpy has it. */
function quantileOf(entries: usize, count: i32, fraction: f64): f64 {
  const position = fraction * <f64>(count - 1);
  const below = <i32>Math.floor(position);
  const above = min(below + 1, count - 1);
  const share = position - <f64>below;
  return <f64>valueIn(entries, below) * (1 - share) + <f64>valueIn(entries, above) * share;
}

@inline function valueIn(entries: usize, place: i32): f32 {
  return valueOf(keyIn(load<u64>(entries + (<usize>place << 3))));
}
