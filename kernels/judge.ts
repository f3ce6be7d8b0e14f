import { dayBytes, gatherDays, TILE_DAYS, tileBytes } from './day-tile';
import { countsOf, orderOf, placesOf } from './labels';
import { pearsonOfDay } from './pearson-of-day';
import { quickPearson } from './quick-pearson';
import { quantileOf, rankDay, tiedCubes, tiedValues } from './rank-day';
import { rankCorrelation } from './rank-correlation';

const NOTE_BYTES: usize = 64;

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
    const order = orderOf(labels, rows, blocks, row);
    const places = placesOf(labels, rows, blocks, row);
    const labelled = load<i32>(countsOf(labels, rows, blocks) + (<usize>row << 2));
    const ranks = scratch + NOTE_BYTES;
    const rest = ranks + (stocks << 2);
    const count = rankDay(values, places, order, labelled, <i32>stocks, ranks, rest);
    store<i32>(pairs, count);
    if (count < minimumStocks || count == 0) return;
    if (wanted & RANK) {
      store<i32>(tied, tiedValues(rest));
      store<f64>(rankIc, rankCorrelation(ranks, order, <i32>stocks, count, tiedCubes(rest), scratch));
    }
    if (winsorise > 0) {
      low = quantileOf(winsorise, count, values, order, <i32>stocks, rest);
      high = quantileOf(1 - winsorise, count, values, order, <i32>stocks, rest);
    }
  }
  if ((wanted & PEARSON) == 0) return;
  const ofDay = labels + <usize>row * dayBytes(blocks);
  let count = winsorise > 0 ? -1 : quickPearson(values, ofDay, <i32>stocks, ic);
  if (count < 0) count = pearsonOfDay(values, ofDay, <i32>stocks, low, high, ic);
  store<i32>(pairs, count);
  if (count < minimumStocks) store<f64>(ic, NaN);
}
