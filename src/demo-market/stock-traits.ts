import type { RandomStream } from './random-stream.ts';

/** What a generated stock is, whatever the day. */
export interface StockTraits {
  readonly symbol: string;
  /** First day on which it trades; 0 = listed before the market starts. */
  readonly firstDay: number;
  /** `[from, to)` of special treatment, or null. */
  readonly specialTreatment: readonly [number, number] | null;
  readonly startPrice: number;
  /** Exposure to the market's return. */
  readonly beta: number;
  /** Daily deviation of its own return, long-run. */
  readonly volatility: number;
  /** Floating shares in lots. */
  readonly floatLots: number;
  /** Median share of the float traded a day. */
  readonly turnover: number;
  /** Median share of a day's volume in its first half-hour. */
  readonly openingShare: number;
  /** Day of the trading year on which it goes ex dividend, and the dividend's share of the price. */
  readonly exDay: number;
  readonly dividend: number;
}

const TRADING_YEAR = 243;

/** Draws a stock; `days` bounds its listing and special treatment. */
export function drawTraits(index: number, days: number, random: RandomStream): StockTraits {
  const lateListing = random.uniform() < 0.12;
  const firstDay = lateListing ? 1 + Math.floor(random.uniform() * days * 0.7) : 0;
  const treated = random.uniform() < 0.04;
  const treatedFrom = Math.floor(random.uniform() * days);
  const treatedTo = treatedFrom + 60 + Math.floor(random.uniform() * 240);
  const splits = random.uniform() < 0.1;
  return {
    symbol: `DEMO${String(index + 1).padStart(4, '0')}`,
    firstDay,
    specialTreatment: treated ? [treatedFrom, treatedTo] : null,
    startPrice: 8 + 40 * random.uniform() * random.uniform() + 10 * random.uniform(),
    beta: 0.6 + 0.8 * random.uniform(),
    volatility: 0.014 + 0.014 * random.uniform(),
    floatLots: Math.exp(15 + 0.9 * random.normal()),
    turnover: Math.exp(-4.3 + 0.5 * random.normal()),
    openingShare: 0.16 + 0.12 * random.uniform(),
    exDay: Math.floor(random.uniform() * TRADING_YEAR),
    dividend: splits ? 0.3 : 0.005 + 0.02 * random.uniform(),
  };
}

/** Factor by which raw prices fall that day, 1 on most. */
export function exFactor(traits: StockTraits, day: number): number {
  const due = day > traits.firstDay && day % TRADING_YEAR === traits.exDay;
  return due ? 1 / (1 - traits.dividend) : 1;
}
