import { PLANTED_SIGNALS } from './planted-signals.ts';

/** What the generator has made so far, as far as the planted formulas read it. [days x stocks], adjusted. */
export interface TradedSoFar {
  readonly stocks: number;
  readonly open: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  /** Volume of the first half-hour. */
  readonly openingVolume: Float64Array;
}

type CellFormula = (traded: TradedSoFar, day: number, stock: number) => number;

/**
 * The planted formulas written out by hand for one cell, in the order of `PLANTED_SIGNALS`: the generator needs
 * them day by day. A test holds them against the evaluator of formulas.
 */
export const PLANTED_FORMULAS: readonly CellFormula[] = [
  ({ open, close, stocks }, day, stock) => open[day * stocks + stock]! / close[day * stocks + stock]!,
  (traded, day, stock) => meanVolume(traded, day, stock, 5) / traded.volume[day * traded.stocks + stock]!,
  ({ openingVolume, volume, stocks }, day, stock) =>
    openingVolume[day * stocks + stock]! / volume[day * stocks + stock]!,
  (traded, day, stock) => correlation(traded, day, stock, 10),
];

function meanVolume({ volume, stocks }: TradedSoFar, day: number, stock: number, window: number): number {
  if (day < window - 1) return Number.NaN;
  let sum = 0;
  for (let d = day - window + 1; d <= day; d++) sum += volume[d * stocks + stock]!;
  return sum / window;
}

function correlation(
  { close, volume, stocks }: TradedSoFar,
  day: number,
  stock: number,
  window: number,
): number {
  if (day < window - 1) return Number.NaN;
  let meanClose = 0;
  let meanLots = 0;
  for (let d = day - window + 1; d <= day; d++) {
    meanClose += close[d * stocks + stock]! / window;
    meanLots += volume[d * stocks + stock]! / window;
  }
  let together = 0;
  let closes = 0;
  let lots = 0;
  for (let d = day - window + 1; d <= day; d++) {
    const x = close[d * stocks + stock]! - meanClose;
    const y = volume[d * stocks + stock]! - meanLots;
    together += x * y;
    closes += x * x;
    lots += y * y;
  }
  return together / Math.sqrt(closes * lots);
}

/**
 * Sum over the planted signals of strength x rank score, for every stock on one day; 0 where a signal is missing.
 * @returns [stocks]
 */
export function plantedShift(traded: TradedSoFar, day: number): Float64Array {
  const shift = new Float64Array(traded.stocks);
  for (const [k, formula] of PLANTED_FORMULAS.entries()) {
    const strength = PLANTED_SIGNALS[k]!.strength;
    const values = Float64Array.from({ length: traded.stocks }, (_, stock) => formula(traded, day, stock));
    const scores = rankScores(values);
    for (let s = 0; s < traded.stocks; s++) shift[s] = shift[s]! + strength * scores[s]!;
  }
  return shift;
}

/** Ranks (equals share their mean rank) mapped to mean 0 and deviation 1; missing values score 0. */
function rankScores(values: Float64Array): Float64Array {
  const scores = new Float64Array(values.length);
  const order = [...values.keys()].filter((s) => Number.isFinite(values[s]!));
  order.sort((a, b) => values[a]! - values[b]!);
  const unit = Math.sqrt(12);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    const score = unit * ((from + to) / 2 / order.length - 0.5);
    for (let i = from; i < to; i++) scores[order[i]!] = score;
    from = to;
  }
  return scores;
}
