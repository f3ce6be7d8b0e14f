import type { RandomStream } from './random-stream.ts';

/** One stock's day in raw currency and lots, bar by bar. Reused from day to day: the caller copies. */
export interface TradedDay {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** What a stock's day must add up to. */
export interface DayPlan {
  /** Close of the day before, ex rights, in raw currency. */
  readonly reference: number;
  readonly limitUp: number;
  readonly limitDown: number;
  /** Log return from the reference to the close. */
  readonly logReturn: number;
  /** Daily deviation of the stock's return. */
  readonly volatility: number;
  /** The market's way through the day, which the stock shares by its beta: log steps that add up to 0. */
  readonly marketSteps: Float64Array;
  readonly beta: number;
  readonly volumeLots: number;
  /** Share of the volume in the bars of the first half-hour. */
  readonly openingShare: number;
}

export interface DayShape {
  readonly bars: number;
  readonly openingBars: number;
  /** Share of the day's variance in each bar: high at the open and the close. */
  readonly variance: Float64Array;
}

const GAP_SHARE = 0.25;
const GAP_DEVIATION = 0.35;
const WICK = 0.5;

export const newTradedDay = (bars: number): TradedDay => ({
  open: new Float64Array(bars),
  high: new Float64Array(bars),
  low: new Float64Array(bars),
  close: new Float64Array(bars),
  volume: new Float64Array(bars),
});

export const toTick = (price: number): number => Math.round(price * 100) / 100;

/** U-shaped variance over the day's bars. */
export function dayShape(bars: number): DayShape {
  const variance = Float64Array.from({ length: bars }, (_, b) => {
    const position = (b + 0.5) / bars - 0.5;
    return 1 + 8 * position * position;
  });
  const total = variance.reduce((sum, v) => sum + v, 0);
  return { bars, openingBars: bars / 8, variance: variance.map((v) => v / total) };
}

/** Draws the bars of one day: a bridge from the opening gap to the planned close, within the price limits. */
export function tradeDay(plan: DayPlan, shape: DayShape, random: RandomStream, into: TradedDay): void {
  const gap = GAP_SHARE * plan.logReturn + GAP_DEVIATION * plan.volatility * random.normal();
  const rest = plan.logReturn - gap;
  const steps = bridge(rest, plan.volatility, shape, random);
  const priceAt = (logPrice: number): number => {
    const price = toTick(plan.reference * Math.exp(logPrice));
    return Math.min(plan.limitUp, Math.max(plan.limitDown, price, 0.01));
  };
  let logPrice = gap;
  let previous = priceAt(gap);
  for (let b = 0; b < shape.bars; b++) {
    const deviation = plan.volatility * Math.sqrt(shape.variance[b]!) * WICK;
    logPrice += steps[b]! + plan.beta * plan.marketSteps[b]!;
    const close = priceAt(logPrice);
    const top = priceAt(
      Math.log(Math.max(previous, close) / plan.reference) + deviation * Math.abs(random.normal()),
    );
    const floor = priceAt(
      Math.log(Math.min(previous, close) / plan.reference) - deviation * Math.abs(random.normal()),
    );
    into.open[b] = previous;
    into.close[b] = close;
    into.high[b] = Math.max(top, previous, close);
    into.low[b] = Math.min(floor, previous, close);
    previous = close;
  }
  spreadVolume(plan, steps, shape, random, into.volume);
}

/** Random steps that add up to `total`. */
export function bridge(
  total: number,
  volatility: number,
  shape: DayShape,
  random: RandomStream,
): Float64Array {
  const steps = new Float64Array(shape.bars);
  let sum = 0;
  for (let b = 0; b < shape.bars; b++) {
    steps[b] = volatility * Math.sqrt(shape.variance[b]!) * random.normal();
    sum += steps[b]!;
  }
  for (let b = 0; b < shape.bars; b++) steps[b] = steps[b]! + (total - sum) * shape.variance[b]!;
  return steps;
}

/** Whole lots, more where the price moves; the first half-hour gets its planned share. */
function spreadVolume(
  plan: DayPlan,
  steps: Float64Array,
  shape: DayShape,
  random: RandomStream,
  volume: Float64Array,
): void {
  let opening = 0;
  let later = 0;
  for (let b = 0; b < shape.bars; b++) {
    const scale = plan.volatility * Math.sqrt(shape.variance[b]!);
    volume[b] = shape.variance[b]! * Math.exp(0.3 * random.normal() + (0.3 * Math.abs(steps[b]!)) / scale);
    if (b < shape.openingBars) opening += volume[b]!;
    else later += volume[b]!;
  }
  for (let b = 0; b < shape.bars; b++) {
    const first = b < shape.openingBars;
    const share = first ? plan.openingShare / opening : (1 - plan.openingShare) / later;
    volume[b] = Math.max(1, Math.round(plan.volumeLots * share * volume[b]!));
  }
}
