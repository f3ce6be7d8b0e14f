import { dayBytes } from './day-tile';
import { entryOf, keyIn, keyOf, sortDay } from './sort-day';

/*
 * Labels of a period, with what all rank ICs on them have in common: the order of each date's labels. Their ranks
 * are not common to all factors - where a factor is missing its date's labels are ranked among fewer -, but walking in this
 * order ranks them on the way (rank-correlation.ts).
 *
 *     values  [rows][stocks] float32, missing NaN        stocks = 16 x blocks, at most 32,768
 *     order   [rows][stocks] uint16: columns by ascending label, then those without; the highest bit = the same label as before
 *     counts  [rows] int32: labels of the date
 *     places  [rows][stocks] uint16: where each column stands in the order
 */
export const SAME_LABEL: u32 = 0x8000;

@inline export function orderOf(labels: usize, rows: i32, blocks: i32, row: i32): usize {
  return labels + <usize>rows * dayBytes(blocks) + <usize>row * (dayBytes(blocks) >> 1);
}

@inline export function countsOf(labels: usize, rows: i32, blocks: i32): usize {
  return orderOf(labels, rows, blocks, rows);
}

@inline export function placesOf(labels: usize, rows: i32, blocks: i32, row: i32): usize {
  return countsOf(labels, rows, blocks) + (<usize>rows << 2) + <usize>row * (dayBytes(blocks) >> 1);
}

/** Orders the labels that the host has laid out. @param scratch two rooms of 8 bytes a stock, and the tables of `sortDay` */
export function prepareLabels(labels: usize, rows: i32, blocks: i32, scratch: usize): void {
  const stocks = blocks << 4;
  const spare = scratch + (<usize>stocks << 3);
  const tables = spare + (<usize>stocks << 3);
  for (let row = 0; row < rows; row++) {
    const values = labels + <usize>row * dayBytes(blocks);
    let count = 0;
    let lowest: u32 = u32.MAX_VALUE;
    let highest: u32 = 0;
    for (let stock = 0; stock < stocks; stock++) {
      const value = load<f32>(values + (<usize>stock << 2));
      if (!isFinite(value)) continue;
      const key = keyOf(value);
      lowest = min(lowest, key);
      highest = max(highest, key);
      store<u64>(scratch + (<usize>count << 3), entryOf(key, stock));
      count++;
    }
    if (count > 0) sortDay(scratch, count, lowest, highest, spare, tables);
    store<i32>(countsOf(labels, rows, blocks) + (<usize>row << 2), count);
    const order = orderOf(labels, rows, blocks, row);
    let before: u32 = 0;
    for (let place = 0; place < count; place++) {
      const entry = load<u64>(scratch + (<usize>place << 3));
      const same = place > 0 && keyIn(entry) == before ? SAME_LABEL : 0;
      before = keyIn(entry);
      store<u16>(order + (<usize>place << 1), <u16>(<u32>entry | same));
    }
    appendMissing(values, order, stocks, count);
    invert(order, placesOf(labels, rows, blocks, row), stocks);
  }
}

function appendMissing(values: usize, order: usize, stocks: i32, count: i32): void {
  for (let stock = 0; stock < stocks; stock++) {
    if (isFinite(load<f32>(values + (<usize>stock << 2)))) continue;
    store<u16>(order + (<usize>count << 1), <u16>stock);
    count++;
  }
}

function invert(order: usize, places: usize, stocks: i32): void {
  for (let place = 0; place < stocks; place++) {
    const column = <usize>(load<u16>(order + (<usize>place << 1)) & ~SAME_LABEL);
    store<u16>(places + (column << 1), <u16>place);
  }
}
