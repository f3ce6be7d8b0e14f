// A market at full size, streamed: minute bars go to tiles day by day, so that memory holds one day of them and the daily
// panel. Every figure is invented; prices walk in cents, some stocks are suspended for a day, some bars are missing.

import { rm } from 'node:fs/promises';
import { MinuteTileWriter } from '../../dist/compute/panel/minute/tile-writer.js';
import { NO_ATTRIBUTES } from '../../dist/compute/panel/panel-content.js';
import { sharedFloats } from '../../dist/compute/panel/shared-arrays.js';
import { unfinishedFolder } from '../../dist/compute/panel/unfinished-folders.js';
import { writePanel } from '../../dist/compute/panel/write-panel.js';
import { STANDARD_FIELDS } from '../../dist/core/program/fields.js';
import { demoSession, tradingDays } from '../../dist/demo-market/calendar.js';

const MINUTES = ['open', 'high', 'low', 'close', 'volume'];
const DAILY = ['OPEN', 'HIGH', 'LOW', 'CLOSE', 'VOLUME'];
const PRICED = new Set(['open', 'high', 'low', 'close']);
const SUSPENDED = 0.02;
const GAPPY = 0.01;

/** Stores the market and gives the folder of its dataset. @param onDay called after each day */
export async function makeMinuteMarket(datasetsFolder, { stocks, days, bars, seed = 1 }, onDay = () => {}) {
  const symbols = Array.from({ length: stocks }, (_, s) => `G${String(s).padStart(5, '0')}`);
  const scratch = unfinishedFolder(datasetsFolder);
  const writer = new MinuteTileWriter(scratch, { fields: MINUTES, bars, symbols });
  const market = newMarket(stocks, bars, seed);
  const matrices = new Map(DAILY.map((name) => [name, sharedFloats(days * stocks)]));
  try {
    for (let day = 0; day < days; day++) {
      tradeDay(market, matrices, day);
      writer.addDay(
        new Map(
          MINUTES.map((name) => [
            name,
            { figures: market.figures.get(name), factors: PRICED.has(name) ? market.factors : null },
          ]),
        ),
      );
      onDay(day);
    }
    const names = [...DAILY, ...MINUTES];
    return await writePanel(datasetsFolder, {
      days: tradingDays('2023-01-03', days),
      symbols,
      session: demoSession(bars),
      fields: new Map(names.map((name) => [name, STANDARD_FIELDS.get(name)])),
      matrices,
      vectors: new Map(),
      minutes: writer.finish(),
      attributes: NO_ATTRIBUTES,
      provenance: { currency: 'CNY', adjustment: 'rebase', labels: ['GENERATED'], baseFactors: null },
    });
  } finally {
    writer.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

function newMarket(stocks, bars, seed) {
  const random = randomOf(seed);
  return {
    stocks,
    bars,
    random,
    cents: Int32Array.from({ length: stocks }, () => 500 + Math.floor(random() * 4000)),
    /** What each stock's activity and swings are multiplied by. */
    liveliness: Float64Array.from({ length: stocks }, () => 0.3 + random()),
    factors: new Float64Array(stocks).fill(1),
    figures: new Map(MINUTES.map((name) => [name, new Float64Array(bars * stocks)])),
  };
}

function tradeDay(market, matrices, day) {
  for (let stock = 0; stock < market.stocks; stock++) {
    if (market.random() < 0.002) market.factors[stock] *= 1 + 0.05 * market.random();
    tradeStock(market, matrices, stock, day * market.stocks + stock);
  }
}

function tradeStock(market, matrices, stock, cell) {
  const { stocks, bars, random, figures, liveliness, cents, factors } = market;
  const [open, high, low, close, volume] = MINUTES.map((name) => figures.get(name));
  const suspended = random() < SUSPENDED;
  const gappy = random() < GAPPY;
  const swing = Math.max(1, cents[stock] * 0.0012 * liveliness[stock]);
  const lots = 400 * liveliness[stock] * (0.5 + random());
  const sums = { open: Number.NaN, high: 0, low: Number.POSITIVE_INFINITY, volume: 0 };
  for (let at = stock; at < bars * stocks; at += stocks) {
    if (suspended || (gappy && random() < 0.1)) {
      for (const values of [open, high, low, close, volume]) values[at] = Number.NaN;
      continue;
    }
    const draw = random();
    const from = cents[stock];
    const to = Math.max(100, from + Math.round(swing * (draw + random() - 1)));
    const top = Math.max(from, to) + (draw < 0.3 ? 1 : 0);
    const bottom = Math.min(from, to) - (draw > 0.7 ? 1 : 0);
    cents[stock] = to;
    open[at] = from / 100;
    high[at] = top / 100;
    low[at] = bottom / 100;
    close[at] = to / 100;
    volume[at] = Math.floor((lots * (1 + Math.abs(to - from) / swing)) / (0.2 + draw));
    if (Number.isNaN(sums.open)) sums.open = open[at];
    if (high[at] > sums.high) sums.high = high[at];
    if (low[at] < sums.low) sums.low = low[at];
    sums.volume += volume[at];
  }
  if (suspended || Number.isNaN(sums.open)) return;
  matrices.get('OPEN')[cell] = sums.open * factors[stock];
  matrices.get('HIGH')[cell] = sums.high * factors[stock];
  matrices.get('LOW')[cell] = sums.low * factors[stock];
  matrices.get('CLOSE')[cell] = (cents[stock] / 100) * factors[stock];
  matrices.get('VOLUME')[cell] = sums.volume;
}

/** xorshift: quick, and the same everywhere. */
function randomOf(seed) {
  let state = (seed * 2654435761) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}
