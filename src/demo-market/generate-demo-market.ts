import { memoryMinutes } from '../compute/panel/minute/memory-minutes.ts';
import type { PanelContent } from '../compute/panel/panel-content.ts';
import { Refusal } from '../core/outcome/refusal.ts';
import { STANDARD_FIELDS } from '../core/program/fields.ts';
import { demoSession, tradingDays } from './calendar.ts';
import { type DemoArrays, newDemoArrays } from './demo-arrays.ts';
import { DEFAULT_DEMO_MARKET, type DemoMarketSettings } from './demo-settings.ts';
import { marketVectors } from './market-vectors.ts';
import { type RandomStream, randomStream } from './random-stream.ts';
import { plantedShift } from './signal-scores.ts';
import { isSpecial, newStockState, planDay, type StockState, trades } from './stock-state.ts';
import { drawTraits, type StockTraits } from './stock-traits.ts';
import {
  bridge,
  type DayPlan,
  type DayShape,
  dayShape,
  newTradedDay,
  type TradedDay,
  tradeDay,
} from './trade-day.ts';

const DAILY = ['OPEN', 'HIGH', 'LOW', 'CLOSE', 'VOLUME'] as const;
const MINUTE = ['open', 'high', 'low', 'close', 'volume'] as const;
const SHARES_PER_LOT = 100;
/** A signal of day T moves the return from T+1 to T+2. */
const SIGNAL_LAG = 2;
/** Long-run variance and mean of the market's daily log return. */
const CALM_MARKET = 0.009 * 0.009;
const MARKET_DRIFT = 0.0002;

/**
 * Generates a market of daily and minute bars, market vectors and everything that universes ask for, with the
 * signals of `PLANTED_SIGNALS` in its returns. Same settings, same bytes. Prices are adjusted with base 1 at each
 * stock's first row. Cost: about 1 s per 2 million bars. Resembles A-shares in its session, price limits, ST and
 * suspensions; every figure is invented.
 * @throws Refusal INVALID_INPUT for settings outside their bounds
 */
export function generateDemoMarket(changes: Partial<DemoMarketSettings> = {}): PanelContent {
  const settings = { ...DEFAULT_DEMO_MARKET, ...changes };
  checkSettings(settings);
  const stream = (name: string): RandomStream => randomStream(`demo-market/${settings.seed}/${name}`);
  const states = Array.from({ length: settings.stocks }, (_, index) =>
    newStockState(drawTraits(index, settings.days, stream(`traits/${index}`)), stream(`stock/${index}`)),
  );
  const arrays = newDemoArrays(settings.days, settings.bars, settings.stocks);
  tradeAll(states, arrays, settings, stream('market'));
  return assemble(arrays, states, settings);
}

function tradeAll(
  states: readonly StockState[],
  arrays: DemoArrays,
  settings: DemoMarketSettings,
  random: RandomStream,
): void {
  const shape = dayShape(settings.bars);
  const traded = newTradedDay(settings.bars);
  const { OPEN: open, CLOSE: close, VOLUME: volume, openingVolume } = arrays;
  const soFar = { stocks: settings.stocks, open, close, volume, openingVolume };
  let variance = CALM_MARKET;
  for (let day = 0; day < settings.days; day++) {
    const deviation = Math.sqrt(variance);
    const logReturn = deviation * random.normal() + MARKET_DRIFT;
    variance = 0.05 * CALM_MARKET + 0.87 * variance + 0.08 * logReturn * logReturn;
    const market = { logReturn, steps: bridge(0, deviation, shape, random) };
    const shift = day < SIGNAL_LAG ? null : plantedShift(soFar, day - SIGNAL_LAG);
    for (const [stock, state] of states.entries()) {
      if (!trades(state, day)) continue;
      const plan = planDay(state, day, market, shift?.[stock] ?? 0);
      tradeDay(plan, shape, state.random, traded);
      record(arrays, { day, stock, stocks: settings.stocks }, state, plan, traded, shape);
    }
  }
}

interface Cell {
  readonly day: number;
  readonly stock: number;
  readonly stocks: number;
}

function record(
  arrays: DemoArrays,
  { day, stock, stocks }: Cell,
  state: StockState,
  plan: DayPlan,
  traded: TradedDay,
  { bars, openingBars }: DayShape,
): void {
  const cell = day * stocks + stock;
  const sums = { high: 0, low: Number.POSITIVE_INFINITY, volume: 0, opening: 0, amount: 0 };
  for (let b = 0; b < bars; b++) {
    const at = (day * bars + b) * stocks + stock;
    const lots = traded.volume[b]!;
    arrays.open[at] = traded.open[b]! * state.factor;
    arrays.high[at] = traded.high[b]! * state.factor;
    arrays.low[at] = traded.low[b]! * state.factor;
    arrays.close[at] = traded.close[b]! * state.factor;
    arrays.volume[at] = lots;
    sums.high = Math.max(sums.high, traded.high[b]!);
    sums.low = Math.min(sums.low, traded.low[b]!);
    sums.volume += lots;
    if (b < openingBars) sums.opening += lots;
    sums.amount += lots * SHARES_PER_LOT * ((traded.high[b]! + traded.low[b]! + traded.close[b]!) / 3);
  }
  state.rawClose = traded.close[bars - 1]!;
  arrays.OPEN[cell] = traded.open[0]! * state.factor;
  arrays.HIGH[cell] = sums.high * state.factor;
  arrays.LOW[cell] = sums.low * state.factor;
  arrays.CLOSE[cell] = state.rawClose * state.factor;
  arrays.VOLUME[cell] = sums.volume;
  arrays.openingVolume[cell] = sums.opening;
  arrays.amount[cell] = Math.round(sums.amount);
  arrays.rawClose[cell] = state.rawClose;
  arrays.isSt[cell] = isSpecial(state.traits, day) ? 1 : 0;
  // A stock's first day after its listing has no close before it.
  if (day === state.traits.firstDay && day > 0) return;
  arrays.rawPreviousClose[cell] = plan.reference;
  arrays.limitUp[cell] = plan.limitUp;
  arrays.limitDown[cell] = plan.limitDown;
}

function assemble(
  arrays: DemoArrays,
  states: readonly StockState[],
  settings: DemoMarketSettings,
): PanelContent {
  const traits = states.map((state) => state.traits);
  const days = tradingDays(settings.from, settings.days);
  const vectors = marketVectors(arrays, traits, settings.bars);
  const names = [...DAILY, ...MINUTE, ...vectors.keys()];
  const { isSt, rawClose, rawPreviousClose, limitUp, limitDown, amount } = arrays;
  return {
    days,
    symbols: traits.map(({ symbol }) => symbol),
    session: demoSession(settings.bars),
    fields: new Map(names.map((name) => [name, STANDARD_FIELDS.get(name)!])),
    matrices: new Map(DAILY.map((name) => [name, arrays[name]])),
    vectors,
    minutes: memoryMinutes(new Map(MINUTE.map((name) => [name, arrays[name]])), {
      days: settings.days,
      bars: settings.bars,
      symbols: settings.stocks,
    }),
    attributes: {
      isSt,
      rawClose,
      rawPreviousClose,
      limitUp,
      limitDown,
      amount,
      listedOn: traits.map((stock) => listingDate(stock, days)),
    },
    provenance: {
      currency: 'CNY',
      adjustment: 'rebase',
      labels: ['GENERATED'],
      baseFactors: traits.map(() => 1),
    },
  };
}

/** Stocks that trade from the first day on were listed a year before it. */
function listingDate({ firstDay }: StockTraits, days: readonly string[]): string {
  if (firstDay > 0) return days[firstDay]!;
  return `${Number(days[0]!.slice(0, 4)) - 1}-01-04`;
}

function checkSettings({ stocks, days, bars }: DemoMarketSettings): void {
  const bounds: [string, number, boolean, string][] = [
    [
      'stocks',
      stocks,
      Number.isInteger(stocks) && stocks >= 20 && stocks <= 5000,
      'an integer from 20 to 5000',
    ],
    ['days', days, Number.isInteger(days) && days >= 30 && days <= 5000, 'an integer from 30 to 5000'],
    ['bars', bars, [8, 16, 24, 48, 240].includes(bars), '8, 16, 24, 48 or 240'],
  ];
  for (const [where, value, fits, expected] of bounds) {
    if (fits) continue;
    throw new Refusal('INVALID_INPUT', `demonstration market: ${where} is out of bounds`, {
      expected,
      actual: String(value),
      where,
    });
  }
}
