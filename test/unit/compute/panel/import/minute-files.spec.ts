import { describe, expect, it } from 'vitest';
import { readMarket } from '../../../../../src/compute/panel/import/read-market.ts';
import { minuteFieldsOf } from '../../../../../src/compute/panel/minute/minute-source.ts';
import { DAILY_HEADER, temporaryFolder, valuesOf } from '../../../../support/market-files.ts';
import { figuresOf } from '../../../../support/minute-figures.ts';

const files = temporaryFolder();
const HEADER = 'date,time,symbol,open,high,low,close,volume';

/** Bars of one stock and day: [time, open, high, low, close, volume]. */
type Bar = readonly [string, number, number, number, number, number];
const BARS: readonly Bar[] = [
  ['10:00', 10, 12, 10, 11, 100],
  ['10:30', 11, 11, 8, 9, 50],
  ['11:00', 9, 10, 9, 10, 0],
];

const bars = (day: string, symbol: string, of: readonly Bar[] = BARS): string =>
  of.map(([time, ...figures]) => `${day},${time},${symbol},${figures.join(',')}\n`).join('');

const minutes = (...parts: string[]): string[] => [
  files.write('minutes.csv', `${HEADER}\n${parts.join('')}`),
];

const clock = (from: string, count: number, step: number): string[] =>
  Array.from({ length: count }, (_, b) => {
    const [hours, start] = from.split(':').map(Number) as [number, number];
    const minute = hours * 60 + start + b * step;
    return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  });

describe('minute bars alone', () => {
  it('make the daily bars: first open, highest high, lowest low, last close, summed volume', async () => {
    const { content } = await readMarket({ minutes: minutes(bars('2024-01-02', 'A')) });
    const all = Object.fromEntries([...content.matrices].map(([name, values]) => [name, values[0]]));
    expect(all).toEqual({ OPEN: 10, HIGH: 12, LOW: 8, CLOSE: 10, VOLUME: 150 });
    expect(minuteFieldsOf(content.minutes)).toEqual(['close', 'high', 'low', 'open', 'volume']);
    expect([...figuresOf(content.minutes, 'close')]).toEqual([11, 9, 10]);
  });

  it('keep a day with fewer bars, its gaps missing', async () => {
    const text = [bars('2024-01-02', 'A'), bars('2024-01-02', 'B', BARS.slice(1))];
    const { content, quality } = await readMarket({ minutes: minutes(...text) });
    expect([...figuresOf(content.minutes, 'high')]).toEqual([12, Number.NaN, 11, 11, 10, 10]);
    expect(valuesOf(content, 'OPEN', 'B')).toEqual([11]);
    expect(quality.minutes).toEqual({ missingDays: [], partialStockDays: 1 });
  });

  it('may come in one column of date and time', async () => {
    const text = 'datetime,symbol,open,high,low,close,volume\n2024-01-02 10:00:00,A,10,12,10,11,100\n';
    const { content } = await readMarket({ minutes: [files.write('one-column.csv', text)] });
    expect(content.session).toEqual({ barStamps: [600], opens: 599 });
  });
});

describe('the session', () => {
  it.each([
    ['16 bars of 15 minutes', [...clock('09:45', 8, 15), ...clock('13:15', 8, 15)], 570],
    ['241 bars, the first the opening auction', [...clock('09:30', 121, 1), ...clock('13:01', 120, 1)], 570],
    ['240 bars', [...clock('09:31', 120, 1), ...clock('13:01', 120, 1)], 570],
    ['390 bars', clock('09:31', 390, 1), 570],
    ['49 bars of 5 minutes, the first the opening auction', clock('09:30', 49, 5), 570],
  ])('of %s is understood', async (_, stamps, opens) => {
    const of = stamps.map((time): Bar => [time, 10, 11, 9, 10, 1]);
    const { content } = await readMarket({ minutes: minutes(bars('2024-01-02', 'A', of)) });
    expect(content.session?.barStamps).toHaveLength(stamps.length);
    expect(content.session?.opens).toBe(opens);
  });

  it('takes the opening time and stamps at the start by option', async () => {
    const text = bars('2024-01-02', 'A');
    const given = await readMarket({ minutes: minutes(text), opens: '9:15' });
    expect(given.content.session).toEqual({ barStamps: [600, 630, 660], opens: 555 });
    const start = await readMarket({ minutes: minutes(text), barStamp: 'start' });
    expect(start.content.session).toEqual({ barStamps: [630, 660, 690], opens: 600 });
  });

  it('has no place for a stray bar', async () => {
    const days = clock('00:00', 101, 1).map((_, d) => {
      const date = new Date(Date.UTC(2024, 0, 1 + d)).toISOString().slice(0, 10);
      return bars(date, 'A');
    });
    const stray = bars('2024-01-02', 'A', [['10:07', 10, 11, 9, 10, 1]]);
    await expect(readMarket({ minutes: minutes(...days, stray) })).rejects.toMatchObject({
      code: 'DATASET_INVALID',
      report: { counts: { IRREGULAR_STAMP: 1 } },
    });
  });
});

describe('minute bars with a daily file', () => {
  const daily = (): string[] => [
    files.write(
      'daily.csv',
      `${DAILY_HEADER},adj_factor
2024-01-02,A,10.1,12.1,8.1,10.2,160,1
2024-01-03,A,5.1,6.1,4.1,5.2,300,2
2024-01-04,A,5,6,4,5,300,2
2024-01-02,B,1,1.5,0.5,1,300,1\n`,
    ),
  ];
  const halves = BARS.map(([time, ...figures]): Bar => {
    const [open, high, low, close, volume] = figures.map((figure) => figure / 2);
    return [time, open!, high!, low!, close!, volume!];
  });
  const both = (): { daily: string[]; minutes: string[] } => ({
    daily: daily(),
    minutes: minutes(bars('2024-01-02', 'A'), bars('2024-01-03', 'A', halves)),
  });

  it('take prices from the file and the volume from the bars, for the symbols of the bars', async () => {
    const { content, quality } = await readMarket(both());
    expect(content.symbols).toEqual(['A']);
    expect(valuesOf(content, 'CLOSE', 'A')).toEqual([10.2, 10.4, 10]);
    expect(valuesOf(content, 'VOLUME', 'A')).toEqual([150, 75, null]);
    expect(quality.minutes?.missingDays).toEqual(['2024-01-04']);
    expect(quality.warnings.map(({ code }) => code)).toContain('MINUTE_DAYS_MISSING');
  });

  it('follow its adjustment', async () => {
    const { content } = await readMarket(both());
    expect([...figuresOf(content.minutes, 'close').subarray(0, 6)]).toEqual([11, 9, 10, 11, 9, 10]);
    expect([...figuresOf(content.minutes, 'volume').subarray(3, 6)]).toEqual([50, 25, 0]);
  });

  it('make the daily bars by option', async () => {
    const { content } = await readMarket({ ...both(), dailyFrom: 'bars' });
    expect(valuesOf(content, 'CLOSE', 'A')).toEqual([10, 10, null]);
    expect(valuesOf(content, 'HIGH', 'A')).toEqual([12, 12, null]);
  });

  it('leave the volume and the symbols to the file by option', async () => {
    const { content } = await readMarket({ ...both(), volumeFrom: 'file', symbols: 'daily' });
    expect(content.symbols).toEqual(['A', 'B']);
    expect(valuesOf(content, 'VOLUME', 'A')).toEqual([160, 300, 300]);
    expect(valuesOf(content, 'CLOSE', 'B')).toEqual([1, null, null]);
  });
});
