import { Masked, Whole } from './minute-form';
import { firstOfPair, presentOrZero } from './minute-present';
import { HALF_ROW } from './minute-tile';

/** Sums of ticks: whole numbers, and so exact in any order. */
@inline
function addTicks<Form>(out: usize, tile: usize, end: usize): void {
  let a = f64x2.splat(0);
  let b = a;
  let c = a;
  let d = a;
  for (; tile < end; tile += HALF_ROW) {
    const p = v128.load(tile);
    const q = v128.load(tile, 16);
    const r = v128.load(tile, 32);
    const s = v128.load(tile, 48);
    a = f64x2.add(a, presentOrZero<Form>(p, f64x2.eq(p, p)));
    b = f64x2.add(b, presentOrZero<Form>(q, f64x2.eq(q, q)));
    c = f64x2.add(c, presentOrZero<Form>(r, f64x2.eq(r, r)));
    d = f64x2.add(d, presentOrZero<Form>(s, f64x2.eq(s, s)));
  }
  v128.store(out, a);
  v128.store(out, b, 16);
  v128.store(out, c, 32);
  v128.store(out, d, 48);
}

export function sumTicks(out: usize, tile: usize, bars: i32, masked: bool): void {
  const end = tile + <usize>bars * HALF_ROW;
  if (masked) addTicks<Masked>(out, tile, end);
  else addTicks<Whole>(out, tile, end);
}

/** Kahan-compensated sums of figures that are no ticks: rounding would break ties between stocks. */
export function sumFloats(out: usize, tile: usize, bars: i32): void {
  for (let pair: usize = 0; pair < HALF_ROW; pair += 16) {
    let sum = f64x2.splat(0);
    let excess = sum;
    const end = tile + pair + <usize>bars * HALF_ROW;
    for (let at = tile + pair; at < end; at += HALF_ROW) {
      const value = v128.load(at);
      const present = f64x2.eq(value, value);
      const corrected = f64x2.sub(value, excess);
      const next = f64x2.add(sum, corrected);
      excess = v128.bitselect(f64x2.sub(f64x2.sub(next, sum), corrected), excess, present);
      sum = v128.bitselect(next, sum, present);
    }
    v128.store(out + pair, sum);
  }
}

/** Means from sums; of bars that are all alike exactly their value, which ticks give by themselves. */
export function meanOfSums(out: usize, tile: usize, bars: i32, counts: usize, exact: bool): void {
  for (let pair: usize = 0; pair < HALF_ROW; pair += 16) {
    let mean = f64x2.div(v128.load(out + pair), v128.load(counts + pair));
    if (!exact) {
      const at = tile + pair;
      const end = at + <usize>bars * HALF_ROW;
      const first = firstOfPair<Masked>(at, end);
      mean = v128.bitselect(mean, first, differs(at, end, first));
    }
    v128.store(out + pair, mean);
  }
}

/** All ones for a stock that has a bar unlike its first. */
@inline
function differs(at: usize, end: usize, first: v128): v128 {
  let differs = i64x2.splat(0);
  for (; at < end; at += HALF_ROW) {
    const value = v128.load(at);
    differs = v128.or(differs, v128.or(f64x2.lt(value, first), f64x2.gt(value, first)));
  }
  return differs;
}
