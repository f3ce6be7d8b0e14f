import { rebalance, type Tradable } from './rebalance.ts';
import type { Target } from './target-weights.ts';

/** The market of the period's rows. */
export interface TradedMarket {
  readonly stocks: number;
  /** [days x stocks]: adjusted closes; NaN = halted. */
  readonly close: Float64Array;
  /** [days x stocks]: bits AT_UPPER_LIMIT and AT_LOWER_LIMIT; null = not known. */
  readonly limits: Uint8Array | null;
}

export interface TradedOptions {
  readonly lagDays: number;
  /** Fraction of what is traded. */
  readonly costPerSide: number;
  /** `short`: to add to a position is to sell. */
  readonly side: 'long' | 'short';
}

/** By signal day; NaN before the first portfolio and where the next close lies outside the period. */
export interface TradedDays {
  /** Return of the basket from the entry's close to the next, before costs. */
  readonly gross: number[];
  readonly net: number[];
  /** Cost of the day, a fraction of the portfolio. */
  readonly cost: number[];
  readonly turnover: number[];
  readonly blocked: { limitUp: number; limitDown: number; halted: number };
}

/**
 * What following targets would have earned: the signal of day T is traded at the close of T + lag, as far as that is
 * possible (see `rebalance`), and held to the next close. Weights drift with prices in between; what cannot be invested is
 * cash without interest. A halted stock is worth its last close; one that never trades again within the period is sold at
 * it. A day without a target trades nothing. net = (1 - cost)(1 + gross) - 1 of a long side, (1 + cost)(1 + gross) - 1 of a
 * short one, whose return is what is lost.
 * Cost O(days x stocks).
 */
export function tradedPortfolio(
  targets: readonly Target[],
  market: TradedMarket,
  options: TradedOptions,
): TradedDays {
  const { stocks, close } = market;
  const { lagDays, costPerSide, side } = options;
  const days = targets.length;
  const missing = (): number[] => Array.from({ length: days }, () => Number.NaN);
  const found = { gross: missing(), net: missing(), cost: missing(), turnover: missing() };
  const blocked = { limitUp: 0, limitDown: 0, halted: 0 };
  const lastTrade = lastTrades(close, stocks);
  const lastClose = new Float64Array(stocks).fill(Number.NaN);
  let weights: ReadonlyMap<number, number> = new Map();
  let started = false;
  for (let row = 0; row < days; row++) {
    for (let stock = 0; stock < stocks; stock++) {
      const price = close[row * stocks + stock]!;
      if (!Number.isNaN(price)) lastClose[stock] = price;
    }
    const day = row - lagDays;
    if (day < 0 || row + 1 >= days) continue;
    const target = targets[day] ?? null;
    started ||= target !== null;
    if (!started) continue;
    const tradable = (stock: number): Tradable => ({
      halted: Number.isNaN(close[row * stocks + stock]!) && row <= lastTrade[stock]!,
      limit: row <= lastTrade[stock]! ? (market.limits?.[row * stocks + stock] ?? 0) : 0,
    });
    const traded = target && rebalance(weights, target, { tradable, side });
    if (traded) {
      weights = traded.weights;
      blocked.limitUp += traded.blocked.limitUp;
      blocked.limitDown += traded.blocked.limitDown;
      blocked.halted += traded.blocked.halted;
    }
    const cost = costPerSide * (traded?.traded ?? 0);
    const after = afterNextClose(weights, lastClose, close.subarray((row + 1) * stocks, (row + 2) * stocks));
    weights = after.weights;
    found.gross[day] = after.earned;
    found.cost[day] = cost;
    found.turnover[day] = (traded?.traded ?? 0) / 2;
    found.net[day] = (side === 'long' ? 1 - cost : 1 + cost) * (1 + after.earned) - 1;
  }
  return { ...found, blocked };
}

/** Row of each stock's last close; -1 where it has none. */
function lastTrades(close: Float64Array, stocks: number): Int32Array {
  const last = new Int32Array(stocks).fill(-1);
  close.forEach((price, cell) => {
    if (!Number.isNaN(price)) last[cell % stocks] = Math.floor(cell / stocks);
  });
  return last;
}

/** Return of the portfolio up to the next close, and the weights that it drifts to. */
function afterNextClose(
  weights: ReadonlyMap<number, number>,
  lastClose: Float64Array,
  next: Float64Array,
): { readonly earned: number; readonly weights: ReadonlyMap<number, number> } {
  const grown = new Map<number, number>();
  let earned = 0;
  for (const [stock, weight] of weights) {
    const change = next[stock]! / lastClose[stock]! - 1;
    const gain = Number.isNaN(change) ? 0 : weight * change;
    grown.set(stock, weight + gain);
    earned += gain;
  }
  for (const [stock, weight] of grown) grown.set(stock, weight / (1 + earned));
  return { earned, weights: grown };
}
