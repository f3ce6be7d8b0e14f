import { VECTOR_BYTES } from './lanes';

/*
 * A *code* is a whole number of a few bits that never falls where the value rises: values are sorted by their codes, and
 * only those of equal codes are compared. How well codes spread decides how long that takes, never what comes out.
 *
 *     code = middle + half x d / (|d| + scale)      d = value - centre; centre and scale are quartiles of a small sample
 *
 * spreads bells and heavy tails alike. It is computed as half - half x scale / (|d| + scale): each step rounds, and rounding
 * keeps order. An *entry* is a word with the code above and below it the value's *place*, by which the caller knows it:
 *
 *     entry = code << placeBits | place
 */

/** Values that centre and scale are taken from. */
const SAMPLE: i32 = 32;
const SMALLEST_SCALE: f32 = 1e-37;
const LARGEST_SCALE: f32 = 1e37;
/** Numbers around 1.5 x 2^23 are a unit apart: added to it, a number is rounded to a whole one in the lowest bits. */
const COUNTING: f32 = 12582912;

/**
 * Writes an entry for each of a date's stocks. What is not finite, and what has its place at `counted` or above, gets the
 * highest code of all, which no other value has.
 * @param values [stocks] float32
 * @param places [stocks] uint16: a permutation
 * @param codeBits at most 21; with `placeBits` at most 32
 * @param sampled room for SAMPLE float32
 * @returns how many values count
 */
export function codeValues(
  values: usize,
  places: usize,
  counted: i32,
  stocks: i32,
  codeBits: i32,
  placeBits: i32,
  entries: usize,
  sampled: usize,
): i32 {
  const size = sample(values, stocks, sampled);
  const centre = f32x4.splat(size > 0 ? valueAt(sampled, size >> 1) : 0);
  const scale = f32x4.splat(size > 0 ? scaleOf(sampled, size) : 1);
  const half = f32x4.splat(<f32>((1 << (codeBits - 1)) - 2));
  const one = f32x4.splat(1);
  const counting = f32x4.splat(COUNTING);
  const signBit = i32x4.splat(i32.MIN_VALUE);
  const middle = i32x4.splat((1 << (codeBits - 1)) - reinterpret<i32>(COUNTING));
  const missing = i32x4.splat((1 << codeBits) - 1);
  const limit = i32x4.splat(counted);
  let present = i32x4.splat(0);
  const end = values + (<usize>stocks << 2);
  for (let at = values; at < end; at += VECTOR_BYTES) {
    const value = v128.load(at);
    const place = v128.load16x4_u(places);
    const distance = f32x4.sub(value, centre);
    const share = f32x4.div(scale, f32x4.add(f32x4.abs(distance), scale));
    const offset = v128.or(f32x4.mul(f32x4.sub(one, share), half), v128.and(distance, signBit));
    const code = i32x4.add(f32x4.add(offset, counting), middle);
    const nothing = f32x4.sub(value, value);
    const counts = v128.and(f32x4.eq(nothing, nothing), i32x4.lt_s(place, limit));
    present = i32x4.sub(present, counts);
    v128.store(entries, v128.or(i32x4.shl(v128.bitselect(code, missing, counts), placeBits), place));
    places += 8;
    entries += VECTOR_BYTES;
  }
  return (
    i32x4.extract_lane(present, 0) + i32x4.extract_lane(present, 1) + i32x4.extract_lane(present, 2) + i32x4.extract_lane(present, 3)
  );
}

/** Up to SAMPLE finite values, ascending. @returns how many */
function sample(values: usize, stocks: i32, into: usize): i32 {
  const step = max(1, stocks / SAMPLE);
  let count = 0;
  for (let stock = step >> 1; stock < stocks && count < SAMPLE; stock += step) {
    const value = valueAt(values, stock);
    if (!isFinite(value)) continue;
    let place = count++;
    for (; place > 0 && valueAt(into, place - 1) > value; place--) {
      store<f32>(into + (<usize>place << 2), valueAt(into, place - 1));
    }
    store<f32>(into + (<usize>place << 2), value);
  }
  return count;
}

/** Between the quartiles; where they are equal, between the ends. */
function scaleOf(sorted: usize, count: i32): f32 {
  const quarter = count >> 2;
  let scale = valueAt(sorted, count - 1 - quarter) - valueAt(sorted, quarter);
  if (scale == 0) scale = valueAt(sorted, count - 1) - valueAt(sorted, 0);
  if (scale == 0) scale = Mathf.abs(valueAt(sorted, 0));
  return min(LARGEST_SCALE, max(SMALLEST_SCALE, scale));
}

@inline function valueAt(from: usize, place: i32): f32 {
  return load<f32>(from + (<usize>place << 2));
}
