import { meanOfSums, sumFloats, sumTicks } from './minute-additive';
import { correlations } from './minute-correlation';
import { firstBars, largest, lastBars, positionOfExtreme, smallest } from './minute-extremes';
import { moments } from './minute-moments';
import * as opcodes from './minute-opcodes';
import { countBars } from './minute-present';
import { copyFloats, HALF_ROW, HALF_STOCKS, pairUp, widenTicks } from './minute-tile';

/** A reduction: [opcode, x, y, first bar, end bar, out] as i32, padded to 32 bytes; x and y number fields. */
const LEAF_BYTES: usize = 32;
/**
 * One day of a field: i32 addresses of its first tile wanted, of counts [stocks] u16 and of factors [stocks] f64 (0 = none),
 * i32 1 = tiles are float64, then f64 10^decimals.
 */
const FIELD_BYTES: usize = 32;

/**
 * Reduces blocks `firstBlock` to `endBlock` of one day: every leaf's value of every stock goes to out + 8 x stock. Counts,
 * factors and results are of all blocks of the day, tiles of those given.
 * @param scratch working memory: (fields + 2) x bars x 64 + 256 bytes
 */
export function reduceMinutes(
  leaves: usize,
  leafCount: i32,
  fields: usize,
  fieldCount: i32,
  bars: i32,
  firstBlock: i32,
  endBlock: i32,
  scratch: usize,
): void {
  for (let block = firstBlock; block < endBlock; block++) {
    for (let half = 0; half < 2; half++) {
      const stock = block * 2 * HALF_STOCKS + half * HALF_STOCKS;
      // Bit k: field k is widened; it may lack bars.
      let widened: u32 = 0;
      let gappy: u32 = 0;
      for (let leaf = leaves; leaf < leaves + <usize>leafCount * LEAF_BYTES; leaf += LEAF_BYTES) {
        for (let side: usize = 4; side <= 8; side += 4) {
          const field = load<i32>(leaf + side);
          const bit = 1 << field;
          if (widened & bit) continue;
          widened |= bit;
          const record = fields + <usize>field * FIELD_BYTES;
          const tile = halfOf(record, block - firstBlock, half, bars);
          if (widenHalf(widenedOf(scratch, field, bars), tile, record, stock, bars)) gappy |= bit;
        }
        reduceHalf(leaf, fields, fieldCount, bars, stock, scratch, gappy);
      }
    }
  }
}

@inline
function widenedOf(scratch: usize, field: i32, bars: i32): usize {
  return scratch + 256 + <usize>field * <usize>bars * HALF_ROW;
}

@inline
function halfOf(record: usize, block: i32, half: i32, bars: i32): usize {
  const rowBytes: usize = load<i32>(record + 12) == 1 ? 128 : 64;
  const tiles = <usize>load<u32>(record);
  return tiles + <usize>block * <usize>bars * rowBytes + <usize>half * (rowBytes >> 1);
}

/** @returns whether a stock has some of its bars and lacks others */
function widenHalf(out: usize, tile: usize, record: usize, stock: i32, bars: i32): bool {
  const counts = <usize>load<u32>(record + 4) + 2 * <usize>stock;
  let gappy = false;
  for (let lane: usize = 0; lane < 16; lane += 2) {
    const count = <i32>load<u16>(counts + lane);
    if (count != 0 && count != bars) gappy = true;
  }
  if (load<i32>(record + 12) == 1) copyFloats(out, tile, bars);
  else widenTicks(out, tile, bars, gappy);
  return gappy;
}

function reduceHalf(
  leaf: usize,
  fields: usize,
  fieldCount: i32,
  bars: i32,
  stock: i32,
  scratch: usize,
  gappy: u32,
): void {
  const opcode = load<i32>(leaf);
  const x = load<i32>(leaf + 4);
  const y = load<i32>(leaf + 8);
  const from = <usize>load<i32>(leaf + 12) * HALF_ROW;
  const range = load<i32>(leaf + 16) - load<i32>(leaf + 12);
  const out = <usize>load<u32>(leaf + 20) + 8 * <usize>stock;
  const record = fields + <usize>x * FIELD_BYTES;
  let tile = widenedOf(scratch, x, bars) + from;
  let other = widenedOf(scratch, y, bars) + from;
  const masked = (gappy & ((1 << x) | (1 << y))) != 0;
  if (masked && opcode == opcodes.CORR) {
    const pairs = widenedOf(scratch, fieldCount, bars);
    pairUp(pairs, pairs + <usize>bars * HALF_ROW, tile, other, range);
    tile = pairs;
    other = pairs + <usize>bars * HALF_ROW;
  }
  if (masked) countBars(scratch, tile, range);
  else countWhole(scratch, record, fields + <usize>y * FIELD_BYTES, stock, range);
  reduce(opcode, out, tile, other, scratch, range, masked, load<i32>(record + 12) == 1);
  finish(opcode, out, record, stock, scratch, range);
}

/** Counts of stocks that have all their bars or none. */
function countWhole(out: usize, x: usize, y: usize, stock: i32, range: i32): void {
  const left = <usize>load<u32>(x + 4) + 2 * <usize>stock;
  const right = <usize>load<u32>(y + 4) + 2 * <usize>stock;
  for (let lane: usize = 0; lane < <usize>HALF_STOCKS; lane++) {
    const whole = load<u16>(left + 2 * lane) != 0 && load<u16>(right + 2 * lane) != 0;
    store<f64>(out + 8 * lane, whole ? <f64>range : 0);
  }
}

function reduce(
  opcode: i32,
  out: usize,
  tile: usize,
  other: usize,
  counts: usize,
  bars: i32,
  masked: bool,
  floats: bool,
): void {
  switch (opcode) {
    case opcodes.SUM:
    case opcodes.MEAN:
      if (floats) sumFloats(out, tile, bars);
      else sumTicks(out, tile, bars, masked);
      if (opcode == opcodes.MEAN) meanOfSums(out, tile, bars, counts, !floats);
      break;
    case opcodes.MAX:
      largest(out, tile, bars);
      break;
    case opcodes.MIN:
      smallest(out, tile, bars);
      break;
    case opcodes.FIRST:
      firstBars(out, tile, bars);
      break;
    case opcodes.LAST:
      lastBars(out, tile, bars);
      break;
    case opcodes.INDEX_OF_MAX:
    case opcodes.INDEX_OF_MIN:
      positionOfExtreme(out, tile, bars, opcode == opcodes.INDEX_OF_MAX);
      break;
    case opcodes.CORR:
      correlations(out, tile, other, counts, bars, masked);
      break;
    default:
      moments(out, tile, counts, bars, opcode - opcodes.STD + 2, masked);
  }
}

/**
 * Turns ticks into adjusted figures where the statistic has the field's unit; missing under half of the bars, and beyond
 * the largest float32.
 */
function finish(opcode: i32, out: usize, record: usize, stock: i32, counts: usize, range: i32): void {
  const factors = <usize>load<u32>(record + 8);
  const scale = load<f64>(record + 16);
  const inUnits = opcode <= opcodes.LAST || opcode == opcodes.STD;
  for (let lane: usize = 0; lane < <usize>HALF_STOCKS; lane++) {
    const count = load<f64>(counts + 8 * lane);
    let value = load<f64>(out + 8 * lane);
    if (inUnits) {
      value = value / scale;
      if (factors != 0) value = value * load<f64>(factors + 8 * (<usize>stock + lane));
    }
    const sound = count > 0 && 2 * count >= <f64>range && abs(value) <= <f64>f32.MAX_VALUE;
    store<f64>(out + 8 * lane, sound ? value : NaN);
  }
}
