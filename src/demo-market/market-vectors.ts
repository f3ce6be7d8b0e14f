import { sharedFloats } from '../compute/panel/shared-arrays.ts';
import type { DemoArrays } from './demo-arrays.ts';
import type { StockTraits } from './stock-traits.ts';

/** The market as a whole, day by day: stocks weighted by the value of their float at the day before. */
export function marketVectors(
  arrays: DemoArrays,
  traits: readonly StockTraits[],
  bars: number,
): Map<string, Float64Array> {
  const stocks = traits.length;
  const days = arrays.CLOSE.length / stocks;
  const vectors = new Map(
    ['MARKET_RETURN', 'MARKET_AMPLITUDE', 'MARKET_TURNOVER', 'MARKET_UP_RATIO'].map((name) => [
      name,
      sharedFloats(days),
    ]),
  );
  for (let day = 0; day < days; day++) {
    const market = marketDay(arrays, traits, bars, day);
    for (const [name, value] of Object.entries(market)) vectors.get(name)![day] = value;
  }
  return vectors;
}

function marketDay(
  arrays: DemoArrays,
  traits: readonly StockTraits[],
  bars: number,
  day: number,
): Record<string, number> {
  const stocks = traits.length;
  const index = new Float64Array(bars);
  let weights = 0;
  let lots = 0;
  let floatLots = 0;
  let traded = 0;
  let rising = 0;
  for (let s = 0; s < stocks; s++) {
    const cell = day * stocks + s;
    const reference = arrays.rawPreviousClose[cell]!;
    if (Number.isNaN(reference)) continue;
    const weight = reference * traits[s]!.floatLots;
    // Adjusted over raw close: the day's adjustment factor, which the reference needs to meet the bars.
    const base = (reference * arrays.CLOSE[cell]!) / arrays.rawClose[cell]!;
    for (let b = 0; b < bars; b++) {
      index[b] = index[b]! + (weight * arrays.close[(day * bars + b) * stocks + s]!) / base;
    }
    weights += weight;
    lots += arrays.VOLUME[cell]!;
    floatLots += traits[s]!.floatLots;
    traded++;
    if (arrays.rawClose[cell]! > reference) rising++;
  }
  const levels = index.map((level) => level / weights);
  return {
    MARKET_RETURN: levels[bars - 1]! - 1,
    MARKET_AMPLITUDE: Math.max(1, ...levels) - Math.min(1, ...levels),
    MARKET_TURNOVER: lots / floatLots,
    MARKET_UP_RATIO: rising / traded,
  };
}
