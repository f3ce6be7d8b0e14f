import { VECTOR_BYTES } from './lanes';
import { entryOf, keyOf, sortDay } from './sort-day';

/*
 * Entries sorted by code still have to be sorted by value where codes are equal, and equal values to be given their average
 * rank. Such groups are of two or three, or of equal values; whatever comes, none takes longer than a sort of its own.
 */

/** Groups up to this size are sorted by insertion, larger ones by counting. */
const FEW: i32 = 64;

/** What `settleEquals` leaves behind: sum of t^3 - t over groups of t equal values (float64), values that equal another (int32). */
export const TIED_CUBES: usize = 0;
export const TIED_VALUES: usize = 8;

/** Key of the value that an entry stands for. @param order uint16: column by place; the highest bit is not part of it */
@inline export function keyOfEntry(entry: u32, values: usize, order: usize, placeMask: u32): u32 {
  const column = <usize>(load<u16>(order + (<usize>(entry & placeMask) << 1)) & 0x7fff);
  return keyOf(load<f32>(values + (column << 2)));
}

/**
 * @param entries sorted by code; one more than `count` may be read
 * @param ranks uint32 by place: twice the rank, put right for what stood in a group
 * @param notes what is told of ties
 * @param spare 16 bytes an entry; `tables` for `sortDay`
 */
export function settleEquals(
  entries: usize,
  count: i32,
  placeBits: i32,
  values: usize,
  order: usize,
  ranks: usize,
  notes: usize,
  spare: usize,
  tables: usize,
): void {
  store<f64>(notes + TIED_CUBES, 0);
  store<i32>(notes + TIED_VALUES, 0);
  const zero = i32x4.splat(0);
  const last = entries + (<usize>(count - 1) << 2);
  for (let at = entries; at < last; ) {
    const differ = v128.xor(v128.load(at), v128.load(at, 4));
    if (!v128.any_true(i32x4.eq(i32x4.shr_u(differ, placeBits), zero))) {
      at += VECTOR_BYTES;
      continue;
    }
    while (at < last && (load<u32>(at) ^ load<u32>(at, 4)) >> placeBits) at += 4;
    if (at >= last) return;
    let end = at + 4;
    while (end < last && !((load<u32>(end) ^ load<u32>(end, 4)) >> placeBits)) end += 4;
    end += 4;
    settleGroup(at, end, <u32>((at - entries) >> 2), placeBits, values, order, ranks, notes, spare, tables);
    at = end;
  }
}

/** @param below how many values are below the group */
function settleGroup(
  first: usize,
  end: usize,
  below: u32,
  placeBits: i32,
  values: usize,
  order: usize,
  ranks: usize,
  notes: usize,
  spare: usize,
  tables: usize,
): void {
  const placeMask = <u32>((1 << placeBits) - 1);
  let equal = false;
  if (<i32>(end - first) > FEW << 2) equal = sortGroup(first, end, values, order, placeMask, spare, tables);
  else insertGroup(first, end, values, order, placeMask);
  while (first < end) {
    const key = keyOfEntry(load<u32>(first), values, order, placeMask);
    let next = equal ? end : first + 4;
    while (next < end && keyOfEntry(load<u32>(next), values, order, placeMask) == key) next += 4;
    const equals = <u32>((next - first) >> 2);
    const twiceRank = 2 * below + equals + 1;
    for (; first < next; first += 4) store<u32>(ranks + (<usize>(load<u32>(first) & placeMask) << 2), twiceRank);
    below += equals;
    if (equals == 1) continue;
    const size = <f64>equals;
    store<f64>(notes + TIED_CUBES, load<f64>(notes + TIED_CUBES) + size * (size * size - 1));
    store<i32>(notes + TIED_VALUES, load<i32>(notes + TIED_VALUES) + <i32>equals);
  }
}

function insertGroup(first: usize, end: usize, values: usize, order: usize, placeMask: u32): void {
  for (let at = first + 4; at < end; at += 4) {
    const entry = load<u32>(at);
    const key = keyOfEntry(entry, values, order, placeMask);
    let to = at;
    for (; to > first; to -= 4) {
      const before = load<u32>(to - 4);
      if (keyOfEntry(before, values, order, placeMask) <= key) break;
      store<u32>(to, before);
    }
    store<u32>(to, entry);
  }
}

/** @returns whether all values are equal */
function sortGroup(first: usize, end: usize, values: usize, order: usize, placeMask: u32, spare: usize, tables: usize): bool {
  let lowest: u32 = u32.MAX_VALUE;
  let highest: u32 = 0;
  for (let at = first; at < end; at += 4) {
    const key = keyOfEntry(load<u32>(at), values, order, placeMask);
    lowest = min(lowest, key);
    highest = max(highest, key);
  }
  if (lowest == highest) return true;
  let to = spare;
  for (let at = first; at < end; at += 4, to += 8) {
    const entry = load<u32>(at);
    store<u64>(to, entryOf(keyOfEntry(entry, values, order, placeMask), entry));
  }
  sortDay(spare, <i32>((end - first) >> 2), lowest, highest, to, tables);
  for (let at = first, from = spare; at < end; at += 4, from += 8) store<u32>(at, <u32>load<u64>(from));
  return false;
}
