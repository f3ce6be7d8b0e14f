import { describe, expect, it } from 'vitest';
import { openStream } from '../../../../../src/core/random/random-stream.ts';
import { AT_LOWER_LIMIT, AT_UPPER_LIMIT } from '../../../../../src/core/statistics/tear-sheet/limit-bits.ts';
import { rebalance, type Tradable } from '../../../../../src/core/statistics/tear-sheet/rebalance.ts';
import { type Target, targetWeights } from '../../../../../src/core/statistics/tear-sheet/target-weights.ts';
import { tradedPortfolio } from '../../../../../src/core/statistics/tear-sheet/traded-portfolio.ts';

const FREE: Tradable = { halted: false, limit: 0 };
const market = (obstacles: Readonly<Record<number, Partial<Tradable>>>, side: 'long' | 'short' = 'long') => ({
  side,
  tradable: (stock: number): Tradable => ({ ...FREE, ...obstacles[stock] }),
});
const weights = (...entries: [number, number][]): ReadonlyMap<number, number> => new Map(entries);

describe('rebalance', () => {
  it('moves everything where nothing stands in the way', () => {
    const found = rebalance(weights([0, 0.5], [1, 0.5]), weights([1, 0.5], [2, 0.5]), market({}));
    expect(found.weights).toEqual(weights([1, 0.5], [2, 0.5]));
    expect(found.traded).toBeCloseTo(1, 12);
  });

  it('leaves cash for what closed at its upper limit', () => {
    const found = rebalance(weights(), weights([0, 0.5], [1, 0.5]), market({ 0: { limit: AT_UPPER_LIMIT } }));
    expect(found.weights).toEqual(weights([1, 0.5]));
    expect(found.blocked).toEqual({ limitUp: 1, limitDown: 0, halted: 0 });
  });

  it('keeps what closed at its lower limit, and buys less of the rest', () => {
    const held = weights([0, 0.4], [1, 0.6]);
    const found = rebalance(held, weights([1, 0.5], [2, 0.5]), market({ 0: { limit: AT_LOWER_LIMIT } }));
    expect(found.weights.get(0)).toBe(0.4);
    expect(found.weights.get(1)).toBeCloseTo(0.3, 12);
    expect(found.weights.get(2)).toBeCloseTo(0.3, 12);
    expect(found.blocked).toEqual({ limitUp: 0, limitDown: 1, halted: 0 });
  });

  it('may sell at the upper limit and buy at the lower one', () => {
    const obstacles = { 0: { limit: AT_UPPER_LIMIT }, 1: { limit: AT_LOWER_LIMIT } };
    expect(rebalance(weights([0, 1]), weights([1, 1]), market(obstacles)).weights).toEqual(weights([1, 1]));
  });

  it('leaves a halted stock as it is, wanted or not', () => {
    const found = rebalance(
      weights([0, 0.3], [1, 0.7]),
      weights([2, 1]),
      market({ 0: { halted: true }, 2: { halted: true } }),
    );
    expect(found.weights).toEqual(weights([0, 0.3]));
    expect(found.traded).toBeCloseTo(0.7, 12);
    expect(found.blocked.halted).toBe(2);
  });

  it('sees that less money turns a purchase into a sale that is not possible', () => {
    // Stock 1 at its lower limit is to grow from 0.45 to 0.5, but the halted 0.5 leaves it 0.25: it can only stay.
    const held = weights([0, 0.5], [1, 0.45]);
    const obstacles = { 0: { halted: true }, 1: { limit: AT_LOWER_LIMIT } };
    const found = rebalance(held, weights([1, 0.5], [2, 0.5]), market(obstacles));
    expect(found.weights.get(1)).toBe(0.45);
    expect(found.weights.get(2)).toBeCloseTo(0.05, 12);
  });

  it('of a short side sells to add: the lower limit is in the way', () => {
    const blocked = rebalance(weights(), weights([0, 1]), market({ 0: { limit: AT_LOWER_LIMIT } }, 'short'));
    expect(blocked.weights.size).toBe(0);
    const free = rebalance(weights(), weights([0, 1]), market({ 0: { limit: AT_UPPER_LIMIT } }, 'short'));
    expect(free.weights).toEqual(weights([0, 1]));
    const covered = rebalance(
      weights([0, 1]),
      weights([1, 1]),
      market({ 0: { limit: AT_UPPER_LIMIT } }, 'short'),
    );
    expect(covered.weights).toEqual(weights([0, 1]));
  });
});

it('whatever stands in the way, rebalance does nothing impossible and spends no more than there is', () => {
  const stream = openStream('rebalance', { generation: 0, slot: 0, purpose: 'permute' });
  const next = (): number => stream.uint32() / 2 ** 32;
  const portfolio = (): ReadonlyMap<number, number> => {
    const raw = Array.from({ length: 8 }, () => (next() < 0.5 ? 0 : next()));
    const sum = raw.reduce((a, b) => a + b, 0) || 1;
    return new Map(raw.flatMap((weight, stock) => (weight === 0 ? [] : [[stock, weight / sum] as const])));
  };
  for (let round = 0; round < 3000; round++) {
    const states = Array.from({ length: 8 }, () => ({ halted: next() < 0.2, limit: Math.floor(next() * 3) }));
    const side = next() < 0.5 ? 'long' : 'short';
    const held = portfolio();
    const target = portfolio();
    const found = rebalance(held, target, { tradable: (stock) => states[stock]!, side });
    let sum = 0;
    let traded = 0;
    states.forEach(({ halted, limit }, stock) => {
      const before = held.get(stock) ?? 0;
      const after = found.weights.get(stock) ?? 0;
      const bought = side === 'long' ? after - before : before - after;
      if (halted) expect(after).toBe(before);
      if (limit === AT_UPPER_LIMIT) expect(bought).toBeLessThanOrEqual(1e-12);
      if (limit === AT_LOWER_LIMIT) expect(bought).toBeGreaterThanOrEqual(-1e-12);
      if (after !== before) expect(after).toBeLessThanOrEqual((target.get(stock) ?? 0) + 1e-12);
      sum += after;
      traded += Math.abs(after - before);
    });
    expect(sum).toBeLessThanOrEqual(1 + 1e-12);
    expect(found.traded).toBeCloseTo(traded, 12);
  }
});

describe('tradedPortfolio', () => {
  const NONE = Number.NaN;
  const closes = (...rows: number[][]): Float64Array => Float64Array.from(rows.flat());
  const to = (...stocks: number[]): Target => new Map(stocks.map((stock) => [stock, 1 / stocks.length]));

  it('enters at the next close, earns from there to the one after, and pays on both sides', () => {
    const close = closes([10, 10], [10, 20], [11, 20], [11, 30], [11, 30]);
    const targets = [to(0), to(1), to(1), null, null];
    const found = tradedPortfolio(
      targets,
      { stocks: 2, close, limits: null },
      { lagDays: 1, costPerSide: 0.01, side: 'long' },
    );
    // Day 0 buys stock 0 at row 1 and earns 10%; day 1 replaces it at row 2 by stock 1, which earns 50%; then nothing.
    expect(found.gross.map((value) => Math.round(value * 1e6) / 1e6)).toEqual([0.1, 0.5, 0, NONE, NONE]);
    expect(found.turnover.slice(0, 3)).toEqual([0.5, 1, 0]);
    expect(found.net[0]).toBeCloseTo(0.99 * 1.1 - 1, 12);
    expect(found.net[1]).toBeCloseTo(0.98 * 1.5 - 1, 12);
    expect(found.net[2]).toBeCloseTo(0, 12);
  });

  it('keeps the old weight of a stock that cannot be sold, and lets it drift', () => {
    const close = closes([10, 10], [10, 10], [5, 10], [5, 10], [10, 10], [10, 10]);
    const limits = Uint8Array.from([0, 0, 0, 0, AT_LOWER_LIMIT, 0, 0, 0, 0, 0, 0, 0]);
    const targets = [to(0), to(1), to(1), to(1), null, null];
    const found = tradedPortfolio(
      targets,
      { stocks: 2, close, limits },
      { lagDays: 1, costPerSide: 0, side: 'long' },
    );
    // Bought at 10, at its lower limit of 5 on row 2: stays, and only row 3 lets it go, before it doubles.
    expect(found.gross.slice(0, 4)).toEqual([-0.5, 0, 0, 0]);
    expect(found.blocked).toEqual({ limitUp: 0, limitDown: 1, halted: 0 });
    const stuck = Uint8Array.from([0, 0, 0, 0, AT_LOWER_LIMIT, 0, AT_LOWER_LIMIT, 0, 0, 0, 0, 0]);
    const later = tradedPortfolio(
      targets,
      { stocks: 2, close, limits: stuck },
      { lagDays: 1, costPerSide: 0, side: 'long' },
    );
    expect(later.gross.slice(0, 4)).toEqual([-0.5, 0, 1, 0]);
  });

  it('values a halted stock at its last close, takes the jump when it trades again, and cannot trade it meanwhile', () => {
    const close = closes([10, 10], [10, 10], [NONE, 10], [8, 10], [8, 10]);
    const targets = [to(0), to(1), to(1), null, null];
    const found = tradedPortfolio(
      targets,
      { stocks: 2, close, limits: null },
      { lagDays: 1, costPerSide: 0, side: 'long' },
    );
    expect(found.gross[0]).toBe(0);
    expect(found.gross[1]).toBeCloseTo(-0.2, 12);
    expect(found.turnover[1]).toBe(0);
    expect(found.turnover[2]).toBe(1);
    // It could not be sold once, and then nothing was left to buy the other one with.
    expect(found.blocked.halted).toBe(1);
  });

  it('sells a stock that never trades again at its last close', () => {
    const close = closes([10, 10], [10, 10], [NONE, 10], [NONE, 20], [NONE, 20]);
    const targets = [to(0), to(1), null, null, null];
    const found = tradedPortfolio(
      targets,
      { stocks: 2, close, limits: null },
      { lagDays: 1, costPerSide: 0, side: 'long' },
    );
    expect(found.gross[1]).toBe(1);
    expect(found.blocked.halted).toBe(0);
  });

  it('has nothing before the first signal', () => {
    const close = closes([1], [1], [2], [2]);
    const found = tradedPortfolio(
      [null, to(0), null, null],
      { stocks: 1, close, limits: null },
      { lagDays: 1, costPerSide: 0, side: 'long' },
    );
    expect(found.gross).toEqual([NONE, 0, NONE, NONE]);
  });

  it('of a short side adds the costs to what is lost', () => {
    const close = closes([10], [10], [11], [11]);
    const found = tradedPortfolio(
      [to(0), null, null, null],
      { stocks: 1, close, limits: null },
      { lagDays: 1, costPerSide: 0.01, side: 'short' },
    );
    expect(found.net[0]).toBeCloseTo(1.01 * 1.1 - 1, 12);
  });
});

describe('targetWeights', () => {
  it('weighs the extreme groups equally, ties together, and spreads them over the holding', () => {
    const factor = Float64Array.from([1, 2, 3, 4, 4, 3, 2, 1]);
    const cut = { stocks: 4, groups: 2, orientation: 1, minimumStocks: 2, minimumExtremeStocks: 1 } as const;
    const daily = targetWeights(factor, { ...cut, holdingDays: 1 });
    expect(daily.best[0]).toEqual(
      new Map([
        [2, 0.5],
        [3, 0.5],
      ]),
    );
    expect(daily.worst[1]).toEqual(
      new Map([
        [2, 0.5],
        [3, 0.5],
      ]),
    );
    const slow = targetWeights(factor, { ...cut, holdingDays: 2 });
    expect(slow.best[1]).toEqual(
      new Map([
        [2, 0.25],
        [3, 0.25],
        [0, 0.25],
        [1, 0.25],
      ]),
    );
    const tied = targetWeights(Float64Array.from([1, 1, 1, 2]), { ...cut, holdingDays: 1 });
    expect(tied.worst[0]).toEqual(
      new Map([
        [0, 1 / 3],
        [1, 1 / 3],
        [2, 1 / 3],
      ]),
    );
    expect(targetWeights(Float64Array.from([1, 1, 1, 1]), { ...cut, holdingDays: 1 }).best[0]).toBeNull();
  });
});
