import { SAME_LABEL } from './labels';
import { entryOf, keyOf } from './sort-day';

/** What `pairUp` leaves behind: smallest and largest key (uint32), and the label's tied cubes (float64). */
export const LOWEST_KEY: usize = 0;
export const HIGHEST_KEY: usize = 4;
export const LABEL_TIES: usize = 8;
export const PAIR_NOTE_BYTES: usize = 16;

/**
 * Walks through a date's labels in their order and keeps those whose stock has a factor value: their places among
 * themselves are their ranks. Writes an entry (key of the value, place) for each, and twice the average rank of each place.
 * @param entries, ranks one each for every label (8 and 4 bytes)
 * @returns pairs
 */
export function pairUp(values: usize, order: usize, labelled: i32, entries: usize, ranks: usize, notes: usize): i32 {
  let count = 0;
  let lowest: u32 = u32.MAX_VALUE;
  let highest: u32 = 0;
  let ties = 0.0;
  let groupStart = 0;
  let inGroup = false;
  const end = order + (<usize>labelled << 1);
  for (let at = order; at < end; at += 2) {
    const place = <u32>load<u16>(at);
    if (place & SAME_LABEL) inGroup = true;
    else {
      if (inGroup) ties += shareRank(ranks, groupStart, count);
      inGroup = false;
      groupStart = count;
    }
    const value = load<f32>(values + (<usize>(place & ~SAME_LABEL) << 2));
    if (!(value - value == 0)) continue;
    const key = keyOf(value);
    lowest = min(lowest, key);
    highest = max(highest, key);
    store<u64>(entries + (<usize>count << 3), entryOf(key, count));
    store<u32>(ranks + (<usize>count << 2), (<u32>count + 1) << 1);
    count++;
  }
  if (inGroup) ties += shareRank(ranks, groupStart, count);
  store<u32>(notes + LOWEST_KEY, lowest);
  store<u32>(notes + HIGHEST_KEY, highest);
  store<f64>(notes + LABEL_TIES, ties);
  return count;
}

/** Gives places `from` to `to` (exclusive), whose labels are the same, their average rank. @returns cube of how many, less how many */
function shareRank(ranks: usize, from: i32, to: i32): f64 {
  const size = <f64>(to - from);
  for (let place = from; place < to; place++) store<u32>(ranks + (<usize>place << 2), <u32>(from + to + 1));
  return size * (size * size - 1);
}
