import { AT_LOWER_LIMIT, AT_UPPER_LIMIT } from './limit-bits.ts';

/** What can be done with a stock at the close of a day. */
export interface Tradable {
  readonly halted: boolean;
  /** Bits AT_UPPER_LIMIT and AT_LOWER_LIMIT. */
  readonly limit: number;
}

export interface Rebalanced {
  readonly weights: ReadonlyMap<number, number>;
  /** Sum of the absolute changes of weight. */
  readonly traded: number;
  readonly blocked: { readonly limitUp: number; readonly limitDown: number; readonly halted: number };
}

type Reason = 'limitUp' | 'limitDown' | 'halted';

/** Smaller changes of weight are rounding, not trades. */
const NOTHING = 1e-15;

/**
 * Moves a portfolio to a target as far as it can be traded. A stock that cannot be bought or sold keeps the weight that it
 * has; the target's other weights are scaled down where what is stuck leaves too little money for them, never up: what
 * cannot be bought stays cash.
 * @param held, target weights by stock; each sums to at most 1, but for rounding
 */
export function rebalance(
  held: ReadonlyMap<number, number>,
  target: ReadonlyMap<number, number>,
  market: { readonly tradable: (stock: number) => Tradable; readonly side: 'long' | 'short' },
): Rebalanced {
  const stocks = [...new Set([...held.keys(), ...target.keys()])].sort((a, b) => a - b);
  const weightOf = (weights: ReadonlyMap<number, number>, stock: number): number => weights.get(stock) ?? 0;
  const stuck = new Map<number, Reason>();
  let scale = 1;
  // What is stuck changes the scale, which may turn a purchase into a sale: ends because what is stuck stays so.
  for (let found = true; found; ) {
    found = false;
    for (const stock of stocks) {
      if (stuck.has(stock)) continue;
      const change = weightOf(target, stock) * scale - weightOf(held, stock);
      const reason = obstacle(change, market.tradable(stock), market.side);
      if (reason === null) continue;
      stuck.set(stock, reason);
      found = true;
    }
    scale = scaleOf(held, target, stuck);
  }
  const weights = new Map<number, number>();
  let traded = 0;
  for (const stock of stocks) {
    const before = weightOf(held, stock);
    const after = stuck.has(stock) ? before : weightOf(target, stock) * scale;
    traded += Math.abs(after - before);
    if (after > 0) weights.set(stock, after);
  }
  const count = (reason: Reason): number => [...stuck.values()].filter((one) => one === reason).length;
  return {
    weights,
    traded,
    blocked: { limitUp: count('limitUp'), limitDown: count('limitDown'), halted: count('halted') },
  };
}

/** What stands in the way of a change of weight; null where nothing does. */
function obstacle(change: number, { halted, limit }: Tradable, side: 'long' | 'short'): Reason | null {
  if (Math.abs(change) <= NOTHING) return null;
  if (halted) return 'halted';
  const buys = change > 0 === (side === 'long');
  if (buys && (limit & AT_UPPER_LIMIT) !== 0) return 'limitUp';
  return !buys && (limit & AT_LOWER_LIMIT) !== 0 ? 'limitDown' : null;
}

function scaleOf(
  held: ReadonlyMap<number, number>,
  target: ReadonlyMap<number, number>,
  stuck: ReadonlyMap<number, Reason>,
): number {
  let fixed = 0;
  let free = 0;
  for (const stock of stuck.keys()) fixed += held.get(stock) ?? 0;
  for (const [stock, weight] of target) if (!stuck.has(stock)) free += weight;
  return free === 0 ? 1 : Math.min(1, Math.max(0, 1 - fixed) / free);
}
