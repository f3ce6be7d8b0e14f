/** One row of a minute file. */
export interface MinuteRow {
  readonly date: string;
  readonly time: string;
  readonly symbol: string;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Sound minute bars in cents, the days of a symbol together; the same at every call. */
export function minuteRows(shape: {
  readonly stocks: number;
  readonly days: number;
  readonly bars: number;
}): MinuteRow[] {
  const rows: MinuteRow[] = [];
  let state = 12345;
  const random = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 1;
    return state % below;
  };
  for (let stock = 0; stock < shape.stocks; stock++) {
    for (let day = 0; day < shape.days; day++) {
      for (let bar = 0; bar < shape.bars; bar++) {
        const [from, to] = [1000 + random(500), 1000 + random(500)];
        rows.push({
          date: new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10),
          time: clock(571 + bar),
          symbol: `S${String(stock).padStart(3, '0')}`,
          open: from / 100,
          high: Math.max(from, to) / 100,
          low: Math.min(from, to) / 100,
          close: to / 100,
          volume: random(10_000),
        });
      }
    }
  }
  return rows;
}

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

export function minuteCsv(rows: readonly MinuteRow[]): string {
  const lines = rows.map(
    ({ date, time, symbol, open, high, low, close, volume }) =>
      `${date},${time},${symbol},${open},${high},${low},${close},${volume}\n`,
  );
  return `date,time,symbol,open,high,low,close,volume\n${lines.join('')}`;
}
