import { dayBytes } from './day-tile';
import { countsOf, orderOf, placesOf, SAME_LABEL } from './labels';
import { pearsonOfDay } from './pearson-of-day';
import { quickPearson } from './quick-pearson';
import { rankCorrelation } from './rank-correlation';

/*
 * Correlations of factors with each other on one date. Each factor is a row of a region that `prepareLabels` made, as if it
 * were the labels of a date: its values, their order, and every stock's place in it. To correlate two, one walks through the
 * order of the left and hands ranks to the places of the right: no sort, whatever is missing on either side.
 */

const NOTE_BYTES: usize = 64;

/**
 * @param profiles region of `count` rows
 * @param lefts the first so many factors are correlated with every later one
 * @param ranked 1 = of ranks, 0 = Pearson
 * @param out float64: pairs (0,1) (0,2) ... (1,2) ...; NaN under `minimumStocks` pairs or where a side is constant
 * @param scratch notes and 4 bytes a stock
 */
export function correlateProfiles(
  profiles: usize,
  count: i32,
  blocks: i32,
  lefts: i32,
  minimumStocks: i32,
  ranked: i32,
  out: usize,
  scratch: usize,
): void {
  const stocks = blocks << 4;
  for (let left = 0; left < lefts; left++) {
    for (let right = left + 1; right < count; right++) {
      let pairs = 0;
      if (ranked) pairs = correlateRanks(profiles, count, blocks, left, right, out, scratch);
      else {
        const x = profiles + <usize>left * dayBytes(blocks);
        const y = profiles + <usize>right * dayBytes(blocks);
        pairs = quickPearson(x, y, stocks, out);
        if (pairs < 0) pairs = pearsonOfDay(x, y, stocks, -Infinity, Infinity, out);
      }
      if (pairs < minimumStocks) store<f64>(out, NaN);
      out += 8;
    }
  }
}

/** @returns stocks that both have */
function correlateRanks(
  profiles: usize,
  count: i32,
  blocks: i32,
  left: i32,
  right: i32,
  out: usize,
  scratch: usize,
): i32 {
  const stocks = blocks << 4;
  const counts = countsOf(profiles, count, blocks);
  const order = orderOf(profiles, count, blocks, left);
  const places = placesOf(profiles, count, blocks, right);
  const inLeft = load<i32>(counts + (<usize>left << 2));
  const inRight = <u32>load<i32>(counts + (<usize>right << 2));
  const ranks = scratch + NOTE_BYTES;
  memory.fill(ranks, 0, dayBytes(blocks));
  const end = order + (<usize>inLeft << 1);
  let pairs: u32 = 0;
  let cubes = 0.0;
  let group = order;
  let pairsAtGroup: u32 = 0;
  let tied = false;
  for (let at = order; at < end; at += 2) {
    const column = <u32>load<u16>(at);
    if (column & SAME_LABEL) tied = true;
    else {
      if (tied) cubes += shareRank(group, at, places, inRight, ranks, pairsAtGroup, pairs);
      tied = false;
      group = at;
      pairsAtGroup = pairs;
    }
    const place = <u32>load<u16>(places + (<usize>(column & ~SAME_LABEL) << 1));
    const met = place < inRight;
    pairs += u32(met);
    store<u32>(ranks + (<usize>place << 2), select<u32>(pairs << 1, 0, met));
  }
  if (tied) cubes += shareRank(group, end, places, inRight, ranks, pairsAtGroup, pairs);
  store<f64>(out, pairs < 2 ? NaN : rankCorrelation(ranks, orderOf(profiles, count, blocks, right), stocks, pairs, cubes, scratch));
  return pairs;
}

/** Gives the stocks that stand at `from` to `end` of the left order, and are in the right, their average rank. @returns t^3 - t */
function shareRank(from: usize, end: usize, places: usize, inRight: u32, ranks: usize, below: u32, upTo: u32): f64 {
  for (let at = from; at < end; at += 2) {
    const place = <u32>load<u16>(places + (<usize>(load<u16>(at) & ~SAME_LABEL) << 1));
    if (place < inRight) store<u32>(ranks + (<usize>place << 2), below + upTo + 1);
  }
  const size = <f64>(upTo - below);
  return size * (size * size - 1);
}
