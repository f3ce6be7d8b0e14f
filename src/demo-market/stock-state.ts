import type { RandomStream } from './random-stream.ts';
import { exFactor, type StockTraits } from './stock-traits.ts';
import { type DayPlan, toTick } from './trade-day.ts';

/** What a stock carries from day to day. */
export interface StockState {
  readonly traits: StockTraits;
  readonly random: RandomStream;
  /** Last raw close, or the start price. */
  rawClose: number;
  /** Adjustment factor, 1 at the first row. */
  factor: number;
  /** Factor by which the next traded day's reference falls: ex days pass during suspensions too. */
  pendingEx: number;
  /** Today's variance of the own return: volatility comes in clusters. */
  variance: number;
  /** Slow part of the log volume. */
  volumeState: number;
  suspendedUntil: number;
}

export const newStockState = (traits: StockTraits, random: RandomStream): StockState => ({
  traits,
  random,
  rawClose: toTick(traits.startPrice),
  factor: 1,
  pendingEx: 1,
  variance: traits.volatility * traits.volatility,
  volumeState: 0,
  suspendedUntil: 0,
});

/** What all stocks share that day. */
export interface MarketDay {
  readonly logReturn: number;
  /** Log steps bar by bar that add up to 0. */
  readonly steps: Float64Array;
}

const SUSPENSION_CHANCE = 0.0015;

export const isSpecial = ({ specialTreatment }: StockTraits, day: number): boolean =>
  specialTreatment !== null && day >= specialTreatment[0] && day < specialTreatment[1];

/** Whether the stock trades that day; starts and ends suspensions. */
export function trades(state: StockState, day: number): boolean {
  if (day < state.traits.firstDay) return false;
  state.pendingEx *= exFactor(state.traits, day);
  if (day < state.suspendedUntil) return false;
  // The first rows of a stock are never missing: its base must be there.
  if (day > state.traits.firstDay && state.random.uniform() < SUSPENSION_CHANCE) {
    const length = 1 + Math.floor(12 * state.random.uniform() * state.random.uniform());
    state.suspendedUntil = day + length;
    return false;
  }
  return true;
}

/**
 * Draws what the day must add up to, and moves the stock's volatility, volume and factor on.
 * Variance follows GARCH(1,1); volume grows with the size of the return.
 * @param shift planted part of the return, in units of the day's volatility
 */
export function planDay(state: StockState, day: number, market: MarketDay, shift: number): DayPlan {
  const { traits, random } = state;
  const reference = toTick(state.rawClose / state.pendingEx);
  state.factor *= state.pendingEx;
  state.pendingEx = 1;
  const volatility = Math.sqrt(state.variance);
  const jump = random.uniform() < 0.02 ? 2.5 : 1;
  const own = volatility * (jump * random.normal() + shift);
  const longRun = traits.volatility * traits.volatility;
  state.variance = 0.06 * longRun + 0.86 * state.variance + 0.08 * Math.min(own * own, 16 * longRun);
  const logReturn = traits.beta * market.logReturn + own;
  state.volumeState = 0.85 * state.volumeState + 0.18 * random.normal();
  const excitement = Math.min(3, Math.abs(logReturn) / traits.volatility) - 0.8;
  const lots =
    traits.floatLots *
    traits.turnover *
    Math.exp(state.volumeState + 0.3 * excitement + 0.2 * random.normal());
  const opening = traits.openingShare * Math.exp(0.3 * random.normal());
  const limit = isSpecial(traits, day) ? 0.05 : 0.1;
  return {
    reference,
    limitUp: toTick(reference * (1 + limit)),
    limitDown: Math.max(0.01, toTick(reference * (1 - limit))),
    logReturn,
    volatility,
    marketSteps: market.steps,
    beta: traits.beta,
    volumeLots: Math.max(100, lots),
    openingShare: Math.min(0.7, opening),
  };
}
