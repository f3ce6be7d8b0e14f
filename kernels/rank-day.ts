import { codeValues } from './code-values';
import { keyOfEntry, settleEquals, TIED_CUBES, TIED_VALUES } from './settle-equals';
import { digitBitsOf, placeBitsOf, sortCodes } from './sort-codes';
import { SORT_TABLE_BYTES, valueOf } from './sort-day';

/*
 * Exact average ranks of the values of one date. Working memory: notes and a sample, tables to count with, entries (with one
 * vector beyond them), and 16 bytes a stock to spare.
 */
const SAMPLED: usize = 64;
const TABLES: usize = 256;
const ENTRIES: usize = TABLES + SORT_TABLE_BYTES;
const BEYOND: usize = 64;

/**
 * Writes twice the average rank of each value by its place: 0 where it does not count.
 * @param values [stocks] float32; what is not finite does not count
 * @param places, order [stocks] uint16: place by column and column by place; the highest bit of `order` is not part of it
 * @param counted values whose place is this or more do not count
 * @param ranks [stocks] uint32
 * @param scratch `rankScratchBytes`
 * @returns how many values count
 */
export function rankDay(
  values: usize,
  places: usize,
  order: usize,
  counted: i32,
  stocks: i32,
  ranks: usize,
  scratch: usize,
): i32 {
  const placeBits = placeBitsOf(stocks);
  const digit = digitBitsOf(stocks);
  const tables = scratch + TABLES;
  const entries = scratch + ENTRIES;
  const spare = entries + (<usize>stocks << 2) + BEYOND;
  const count = codeValues(values, places, counted, stocks, digit << 1, placeBits, entries, scratch + SAMPLED);
  sortCodes(entries, stocks, placeBits, digit, ranks, spare, tables);
  const placeMask = <u32>((1 << placeBits) - 1);
  for (let place = count; place < stocks; place++) {
    store<u32>(ranks + (<usize>(load<u32>(entries + (<usize>place << 2)) & placeMask) << 2), 0);
  }
  settleEquals(entries, count, placeBits, values, order, ranks, scratch, spare, tables);
  return count;
}

/** After `rankDay`: sum of t^3 - t over groups of t equal values. */
@inline export function tiedCubes(scratch: usize): f64 {
  return load<f64>(scratch + TIED_CUBES);
}

/** After `rankDay`: values that equal another one. */
@inline export function tiedValues(scratch: usize): i32 {
  return load<i32>(scratch + TIED_VALUES);
}

/** After `rankDay`: a quantile of its `count` values, linear between neighbours, as numpy has it. */
export function quantileOf(fraction: f64, count: i32, values: usize, order: usize, stocks: i32, scratch: usize): f64 {
  const position = fraction * <f64>(count - 1);
  const below = <i32>Math.floor(position);
  const above = min(below + 1, count - 1);
  const share = position - <f64>below;
  const lower = <f64>sortedValue(below, values, order, stocks, scratch);
  return lower * (1 - share) + <f64>sortedValue(above, values, order, stocks, scratch) * share;
}

function sortedValue(place: i32, values: usize, order: usize, stocks: i32, scratch: usize): f32 {
  const entry = load<u32>(scratch + ENTRIES + (<usize>place << 2));
  return valueOf(keyOfEntry(entry, values, order, <u32>((1 << placeBitsOf(stocks)) - 1)));
}
