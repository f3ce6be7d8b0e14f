import { Masked } from './minute-form';
import { firstOfPair } from './minute-present';
import { HALF_ROW } from './minute-tile';

// A comparison with a missing bar is false, so none of these needs a mask.

/** Which extreme is sought, as a type for the reason that `Whole` and `Masked` are. */
type Upwards = i32;
type Downwards = f32;

@inline
function beyond<Direction>(value: v128, best: v128): v128 {
  if (isInteger<Direction>()) return f64x2.gt(value, best);
  return f64x2.lt(value, best);
}

export function largest(out: usize, tile: usize, bars: i32): void {
  const end = tile + <usize>bars * HALF_ROW;
  let a = f64x2.splat(-Infinity);
  let b = a;
  let c = a;
  let d = a;
  for (; tile < end; tile += HALF_ROW) {
    a = f64x2.pmax(a, v128.load(tile));
    b = f64x2.pmax(b, v128.load(tile, 16));
    c = f64x2.pmax(c, v128.load(tile, 32));
    d = f64x2.pmax(d, v128.load(tile, 48));
  }
  v128.store(out, a);
  v128.store(out, b, 16);
  v128.store(out, c, 32);
  v128.store(out, d, 48);
}

export function smallest(out: usize, tile: usize, bars: i32): void {
  const end = tile + <usize>bars * HALF_ROW;
  let a = f64x2.splat(Infinity);
  let b = a;
  let c = a;
  let d = a;
  for (; tile < end; tile += HALF_ROW) {
    a = f64x2.pmin(a, v128.load(tile));
    b = f64x2.pmin(b, v128.load(tile, 16));
    c = f64x2.pmin(c, v128.load(tile, 32));
    d = f64x2.pmin(d, v128.load(tile, 48));
  }
  v128.store(out, a);
  v128.store(out, b, 16);
  v128.store(out, c, 32);
  v128.store(out, d, 48);
}

/** Where the extreme stands, from 1; of equals the oldest, because only what is beyond the best so far replaces it. */
@inline
function seek<Direction>(out: usize, tile: usize, end: usize): void {
  const one = f64x2.splat(1);
  let position = one;
  let bestA = f64x2.splat(isInteger<Direction>() ? -Infinity : Infinity);
  let bestB = bestA;
  let atA = f64x2.splat(0);
  let atB = atA;
  for (; tile < end; tile += HALF_ROW) {
    const a = v128.load(tile);
    const b = v128.load(tile, 16);
    const betterA = beyond<Direction>(a, bestA);
    const betterB = beyond<Direction>(b, bestB);
    bestA = v128.bitselect(a, bestA, betterA);
    bestB = v128.bitselect(b, bestB, betterB);
    atA = v128.bitselect(position, atA, betterA);
    atB = v128.bitselect(position, atB, betterB);
    position = f64x2.add(position, one);
  }
  v128.store(out, atA);
  v128.store(out, atB, 16);
}

/** @param upwards true = of the maximum */
export function positionOfExtreme(out: usize, tile: usize, bars: i32, upwards: bool): void {
  for (let four: usize = 0; four < HALF_ROW; four += 32) {
    const end = tile + four + <usize>bars * HALF_ROW;
    if (upwards) seek<Upwards>(out + four, tile + four, end);
    else seek<Downwards>(out + four, tile + four, end);
  }
}

export function firstBars(out: usize, tile: usize, bars: i32): void {
  for (let pair: usize = 0; pair < HALF_ROW; pair += 16) {
    v128.store(out + pair, firstOfPair<Masked>(tile + pair, tile + pair + <usize>bars * HALF_ROW));
  }
}

export function lastBars(out: usize, tile: usize, bars: i32): void {
  for (let pair: usize = 0; pair < HALF_ROW; pair += 16) {
    let last = f64x2.splat(NaN);
    for (let bar = bars - 1; bar >= 0; bar--) {
      const known = f64x2.eq(last, last);
      if (i64x2.all_true(known)) break;
      last = v128.bitselect(last, v128.load(tile + pair + <usize>bar * HALF_ROW), known);
    }
    v128.store(out + pair, last);
  }
}
