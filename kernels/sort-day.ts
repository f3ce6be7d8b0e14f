/*
 * Sorts values by all of their bits: labels, once, and what codes (code-values.ts) do not tell apart. An *entry* is 8 bytes: the value's key above, and below it whatever the caller wants to
 * have beside the value (at most 32 bits). Keys are the bits of a float32, turned so that they order as the numbers do.
 *
 * Two counting passes sort by the 20 or 22 highest bits in which the date's keys differ at all; entries that are alike in
 * those are few, and one insertion pass puts them right. Where they are many (most values in a cluster far from the rest), the
 * insertion gives up after a few moves an entry and the lower bits are sorted by counting, too.
 */

/** Bits of a digit: dates of few stocks are not worth long tables. */
const FEW: i32 = 2048;
const SHORT_DIGIT: i32 = 10;
const LONG_DIGIT: i32 = 11;
/** Moves an entry that the insertion may make, on average, before it gives up. */
const PATIENCE: i32 = 4;

/** Bytes of the tables that `sortDay` counts with: two of 2048 words. */
export const SORT_TABLE_BYTES: usize = 2 * 2048 * 4;

/** Orders as the number does, and never 0. Zeros of both signs are one. */
@inline export function keyOf(value: f32): u32 {
  const bits = reinterpret<i32>(value + 0);
  return <u32>(bits ^ ((bits >> 31) | i32.MIN_VALUE));
}

/** The number that a key was made of. */
@inline export function valueOf(key: u32): f32 {
  const bits = <i32>key;
  return reinterpret<f32>(bits < 0 ? bits ^ i32.MIN_VALUE : ~bits);
}

@inline export function entryOf(key: u32, beside: u32): u64 {
  return (<u64>key << 32) | <u64>beside;
}

@inline export function keyIn(entry: u64): u32 {
  return <u32>(entry >> 32);
}

/**
 * Sorts `count` entries by key, in place.
 * @param lowest, highest the smallest and the largest key among them
 * @param spare room for as many entries; `tables` SORT_TABLE_BYTES
 */
export function sortDay(entries: usize, count: i32, lowest: u32, highest: u32, spare: usize, tables: usize): void {
  const significant = 32 - <i32>clz(highest - lowest | 1);
  // Halves of what there is to sort by: a digit of few values would have each entry wait for the one before.
  const digit = min(count < FEW ? SHORT_DIGIT : LONG_DIGIT, (significant + 1) >> 1);
  const shift = max(0, significant - 2 * digit);
  sortBits(entries, count, lowest, shift, digit, spare, tables);
  if (shift == 0 || insertAll(entries, count)) return;
  // Lower digits first, as counting sorts go: each keeps the order of the one before.
  for (let low = 0; low < shift; low += 2 * digit) sortBits(entries, count, lowest, low, digit, spare, tables);
  sortBits(entries, count, lowest, shift, digit, spare, tables);
}

/** Two counting passes over the bits from `shift` on; ends in the place where it began. */
function sortBits(entries: usize, count: i32, lowest: u32, shift: i32, digit: i32, spare: usize, tables: usize): void {
  const size = 1 << digit;
  const mask = <u32>(size - 1);
  const upper = tables + (<usize>size << 2);
  memory.fill(tables, 0, <usize>size << 3);
  const end = entries + (<usize>count << 3);
  for (let at = entries; at < end; at += 8) {
    const key = (load<u32>(at, 4) - lowest) >> shift;
    const low = tables + (<usize>(key & mask) << 2);
    const high = upper + (<usize>((key >> digit) & mask) << 2);
    store<u32>(low, load<u32>(low) + 8);
    store<u32>(high, load<u32>(high) + 8);
  }
  starts(tables, size, <u32>spare);
  starts(upper, size, <u32>entries);
  for (let at = entries; at < end; at += 8) {
    const entry = load<u64>(at);
    const key = (keyIn(entry) - lowest) >> shift;
    const place = tables + (<usize>(key & mask) << 2);
    const to = load<u32>(place);
    store<u64>(to, entry);
    store<u32>(place, to + 8);
  }
  const spareEnd = spare + (<usize>count << 3);
  for (let at = spare; at < spareEnd; at += 8) {
    const entry = load<u64>(at);
    const key = (keyIn(entry) - lowest) >> shift;
    const place = upper + (<usize>((key >> digit) & mask) << 2);
    const to = load<u32>(place);
    store<u64>(to, entry);
    store<u32>(place, to + 8);
  }
}

/** Turns bytes counted for each digit into the address at which its entries begin. */
@inline function starts(table: usize, size: i32, first: u32): void {
  let next = first;
  const end = table + (<usize>size << 2);
  for (let at = table; at < end; at += 4) {
    const bytes = load<u32>(at);
    store<u32>(at, next);
    next += bytes;
  }
}

/** Puts entries right that stand near their places. @returns false when it gave up */
function insertAll(entries: usize, count: i32): bool {
  let patience = count * PATIENCE;
  const end = entries + (<usize>count << 3);
  let before = load<u64>(entries);
  for (let at = entries + 8; at < end; at += 8) {
    const entry = load<u64>(at);
    if (keyIn(entry) >= keyIn(before)) {
      before = entry;
      continue;
    }
    let to = at;
    while (to > entries && keyIn(load<u64>(to - 8)) > keyIn(entry)) {
      store<u64>(to, load<u64>(to - 8));
      to -= 8;
      patience--;
    }
    store<u64>(to, entry);
    if (patience < 0) return false;
  }
  return true;
}
