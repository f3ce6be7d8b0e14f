/*
 * Sorts the entries of a date (code-values.ts) by two counting passes, lower digit first, and ranks them on the way. Entries
 * of a date of some thousand stocks, and what sorts them, nearly fit the first-level cache.
 */

/** Bits of a digit; a code has two. Dates of few stocks are not worth long tables, those of very many leave few bits. */
const FEW: i32 = 1536;
const SHORT_DIGIT: i32 = 8;
const LONG_DIGIT: i32 = 10;

/** Bits that tell so many places apart. */
@inline export function placeBitsOf(places: i32): i32 {
  return 32 - <i32>clz(max(places - 1, 1));
}

/** Bits of a digit for so many places. */
@inline export function digitBitsOf(places: i32): i32 {
  return places < FEW ? SHORT_DIGIT : min(LONG_DIGIT, (32 - placeBitsOf(places)) >> 1);
}

/**
 * Sorts entries by code, in place, and writes twice its rank for each place, as if no codes were equal.
 * @param spare room for as many entries
 * @param tables two of 4 << digit bytes
 */
export function sortCodes(
  entries: usize,
  count: i32,
  placeBits: i32,
  digit: i32,
  ranks: usize,
  spare: usize,
  tables: usize,
): void {
  const upper = tables + (<usize>4 << digit);
  const mask = <u32>((1 << digit) - 1);
  const highShift = placeBits + digit;
  const end = entries + (<usize>count << 2);
  memory.fill(tables, 0, <usize>8 << digit);
  for (let at = entries; at < end; at += 4) {
    const entry = load<u32>(at);
    const low = tables + (<usize>((entry >> placeBits) & mask) << 2);
    const high = upper + (<usize>((entry >> highShift) & mask) << 2);
    store<u32>(low, load<u32>(low) + 4);
    store<u32>(high, load<u32>(high) + 4);
  }
  starts(tables, digit, <u32>spare);
  starts(upper, digit, <u32>entries);
  for (let at = entries; at < end; at += 4) {
    const entry = load<u32>(at);
    const next = tables + (<usize>((entry >> placeBits) & mask) << 2);
    const to = load<u32>(next);
    store<u32>(to, entry);
    store<u32>(next, to + 4);
  }
  const spareEnd = spare + (<usize>count << 2);
  const placeMask = <u32>((1 << placeBits) - 1);
  const firstRank = <u32>entries - 4;
  for (let at = spare; at < spareEnd; at += 4) {
    const entry = load<u32>(at);
    const next = upper + (<usize>((entry >> highShift) & mask) << 2);
    const to = load<u32>(next);
    store<u32>(to, entry);
    store<u32>(next, to + 4);
    store<u32>(ranks + (<usize>(entry & placeMask) << 2), (to - firstRank) >> 1);
  }
}

/** Turns the counts of a table into the address at which each digit's entries begin. */
@inline function starts(table: usize, digit: i32, first: u32): void {
  let next = first;
  const end = table + (<usize>4 << digit);
  for (let at = table; at < end; at += 4) {
    const bytes = load<u32>(at);
    store<u32>(at, next);
    next += bytes;
  }
}
