// Minute bars as a CSV file, written as fast as a disk takes them. Every figure is invented; prices walk in cents.
import { closeSync, openSync, writeSync } from 'node:fs';
import { tradingDays } from '../../dist/demo-market/calendar.js';

const HEADER = 'date,time,symbol,open,high,low,close,volume\n';
const CHUNK_CHARACTERS = 4 * 2 ** 20;

/** Writes `stocks` x `days` x `bars` rows, the days of a symbol together or the symbols of a day. */
export function writeMinuteCsv(path, { stocks, days, bars, order = 'symbol', seed = 1 }) {
  const dates = tradingDays('2023-01-03', days);
  const times = clockTimes(bars);
  const random = randomOf(seed);
  const cents = Int32Array.from({ length: stocks }, () => 500 + Math.floor(random() * 4000));
  const file = openSync(path, 'w');
  let text = HEADER;
  const stockDay = (stock, day) => {
    const start = `${dates[day]},`;
    const symbol = `,${String(600000 + stock)}.SH,`;
    for (let bar = 0; bar < bars; bar++) {
      const from = cents[stock];
      const draw = Math.floor(random() * 4096);
      const to = Math.max(100, from + (draw & 15) - 7 - (draw & 1 ? 1 : 0));
      cents[stock] = to;
      const [low, high] = from < to ? [from, to] : [to, from];
      text += `${start}${times[bar]}${symbol}${price(from)},${price(high)},${price(low)},${price(to)},${draw + 1}\n`;
    }
    if (text.length < CHUNK_CHARACTERS) return;
    writeSync(file, text);
    text = '';
  };
  if (order === 'symbol') {
    for (let stock = 0; stock < stocks; stock++) for (let day = 0; day < days; day++) stockDay(stock, day);
  } else {
    for (let day = 0; day < days; day++) for (let stock = 0; stock < stocks; stock++) stockDay(stock, day);
  }
  writeSync(file, text);
  closeSync(file);
}

const price = (cents) => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

/** Stamps at the end of each minute, with the break of two hours in the middle. */
const clockTimes = (bars) =>
  Array.from({ length: bars }, (_, bar) => {
    const minute = bar < bars / 2 ? 571 + bar : 781 + bar - Math.ceil(bars / 2);
    return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;
  });

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
