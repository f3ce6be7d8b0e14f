import { dayBytes } from './day-tile';
import { entryOf, keyIn, keyOf, sortDay } from './sort-day';

/*
 * Labels of a period, with what all rank ICs on them have in common: the order of each date's labels. Their ranks
 * are not common to all factors - where a factor is missing its date's labels are ranked among fewer -, but walking through
 * them in this order ranks them on the way.
 *
 *     values  [rows][stocks] float32, missing NaN        stocks = 16 x blocks, at most 32,768
 *     order   [rows][stocks] uint16: columns by ascending label; the highest bit = the same label as the one before
 *     counts  [rows] int32: labels of the date
 */
export const SAME_LABEL: u32 = 0x8000;

@inline export function orderOf(labels: usize, rows: i32, blocks: i32, row: i32): usize {
  return labels + <usize>rows * dayBytes(blocks) + <usize>row * (dayBytes(blocks) >> 1);
}

@inline export function countsOf(labels: usize, rows: i32, blocks: i32): usize {
  return orderOf(labels, rows, blocks, rows);
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
    const order = orderOf(labels, rows, blocks, row);
    let before: u32 = 0;
    for (let place = 0; place < count; place++) {
      const entry = load<u64>(scratch + (<usize>place << 3));
      const same = place > 0 && keyIn(entry) == before ? SAME_LABEL : 0;
      before = keyIn(entry);
      store<u16>(order + (<usize>place << 1), <u16>(<u32>entry | same));
    }
    store<i32>(countsOf(labels, rows, blocks) + (<usize>row << 2), count);
  }
}
