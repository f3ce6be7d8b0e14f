import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { asPanel } from '../../../../../src/compute/panel/describe-panel.ts';
import type { ImportProgress } from '../../../../../src/compute/panel/import/import-options.ts';
import { readMarket } from '../../../../../src/compute/panel/import/read-market.ts';
import { NONE, YUAN } from '../../../../../src/core/dimension/dimension.ts';
import {
  column,
  DAILY_HEADER,
  SOUND_DAILY,
  temporaryFolder,
  valuesOf,
} from '../../../../support/market-files.ts';

const files = temporaryFolder();
const daily = (text: string | Buffer, name = 'daily.csv'): string[] => [files.write(name, text)];

describe('daily files', () => {
  it('become a panel of ascending days and symbols', async () => {
    const { content, quality } = await readMarket({ daily: daily(SOUND_DAILY) });
    expect(content.days).toEqual(['2024-01-02', '2024-01-03', '2024-01-04']);
    expect(content.symbols).toEqual(['A', 'B']);
    expect([...content.fields.keys()]).toEqual(['OPEN', 'HIGH', 'LOW', 'CLOSE', 'VOLUME']);
    expect(valuesOf(content, 'CLOSE', 'B')).toEqual([20.5, 21, 20.2]);
    expect(valuesOf(content, 'VOLUME', 'A')).toEqual([100, 200, 150]);
    expect(content.matrices.get('OPEN')?.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(content.provenance).toEqual({
      currency: 'CNY',
      adjustment: 'none',
      labels: ['NO_ADJUSTMENT_FACTOR'],
      baseFactors: null,
    });
    expect(quality).toMatchObject({ days: 3, symbols: 2, stockDays: 6, coverage: 1, zeroVolumes: 0 });
    expect(quality.warnings.map(({ code }) => code)).toEqual(['NO_ADJUSTMENT_FACTOR']);
  });

  it('mean the same in any order, row ending, compression or format', async () => {
    const [header, ...lines] = SOUND_DAILY.trim().split('\n') as [string, ...string[]];
    const cells = lines.map((line) => line.split(','));
    const texts = (at: number): string[] => cells.map((row) => row[at]!);
    const figures = (at: number): number[] => cells.map((row) => Number(row[at]));
    const parquet = parquetWriteBuffer({
      columnData: header
        .split(',')
        .map((name, at) =>
          at < 2 ? { name, data: texts(at), type: 'STRING' } : { name, data: figures(at), type: 'DOUBLE' },
        ),
      rowGroupSize: 4,
    });
    const forms: (string | Buffer)[] = [
      SOUND_DAILY,
      `\uFEFF${SOUND_DAILY.replaceAll('\n', '\r\n')}`,
      [header, ...lines.toReversed()].join('\n'),
      `${SOUND_DAILY}\n\n`,
      SOUND_DAILY.replaceAll('2024-01-0', '2024010'),
      SOUND_DAILY.replaceAll('2024-01-0', '2024/01/0'),
      SOUND_DAILY.replaceAll('A,', '"A",').toUpperCase(),
      gzipSync(SOUND_DAILY),
      Buffer.concat([gzipSync(`${header}\n`), gzipSync(`${lines.join('\n')}\n`)]),
      Buffer.from(parquet),
    ];
    const hashes = new Set<string>();
    for (const form of forms) {
      hashes.add(asPanel((await readMarket({ daily: daily(form) })).content).datasetHash);
    }
    expect(hashes.size).toBe(1);
  });

  it('may be Parquet with dates, integers and missing values', async () => {
    const days = ['2024-01-02', '2024-01-03'].map((day) => new Date(`${day}T00:00:00Z`));
    const price = (name: string) => ({ name, data: [1.5, 1.5], type: 'DOUBLE' as const });
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: 'date', data: days, type: 'TIMESTAMP' },
        { name: 'symbol', data: [600000, 600000], type: 'INT32' },
        ...['open', 'high', 'low', 'close'].map(price),
        { name: 'volume', data: [5n, 7n], type: 'INT64' },
        { name: 'amount', data: [null, 8], type: 'DOUBLE' },
      ],
    });
    const { content } = await readMarket({ daily: daily(Buffer.from(bytes)) });
    expect(content.days).toEqual(['2024-01-02', '2024-01-03']);
    expect(valuesOf(content, 'VOLUME', '600000')).toEqual([5, 7]);
    expect(valuesOf(content, 'AMOUNT', '600000')).toEqual([null, 8]);
  });

  it('may be several, whose rows are joined', async () => {
    const [header, ...lines] = SOUND_DAILY.trim().split('\n') as [string, ...string[]];
    const first = files.write('first.csv', [header, ...lines.slice(0, 2)].join('\n'));
    const second = files.write('second.csv', [header, ...lines.slice(2)].join('\n'));
    const whole = await readMarket({ daily: daily(SOUND_DAILY) });
    const joined = await readMarket({ daily: [first, second] });
    expect(asPanel(joined.content).datasetHash).toBe(asPanel(whole.content).datasetHash);
  });

  it('map columns by option and convert declared units', async () => {
    const text = 'when,who,o,h,l,px_last,shares,amt,rate\n20240102,A,1000,1100,900,1050,500,2,3\n';
    const { content } = await readMarket({
      daily: daily(text),
      columns: {
        date: 'when',
        symbol: 'who',
        open: 'o',
        high: 'h',
        low: 'l',
        close: 'px_last',
        volume: 'shares',
        amount: 'amt',
        turnover: 'rate',
      },
      units: {
        open: 'fen',
        high: 'fen',
        low: 'fen',
        close: 'fen',
        volume: 'share',
        amount: 'tenThousandYuan',
        turnover: 'percent',
      },
    });
    const all = Object.fromEntries([...content.matrices].map(([name, values]) => [name, values[0]]));
    expect(all).toEqual({
      OPEN: 10,
      HIGH: 11,
      LOW: 9,
      CLOSE: 10.5,
      VOLUME: 5,
      AMOUNT: 20_000,
      TURNOVER_RATE: 0.03,
    });
    expect(content.attributes.amount?.[0]).toBe(20_000);
  });

  it('turn declared columns into fields of their dimension', async () => {
    const text = `${DAILY_HEADER},adj_factor,target,pe,note\n2024-01-02,A,10,11,9,10,5,2,12,30,x\n2024-01-03,A,10,11,9,10,5,4,12,31,y\n`;
    const { content, quality } = await readMarket({
      daily: daily(text),
      fields: [
        { column: 'target', name: 'TARGET_PRICE', dimension: YUAN, adjusted: true },
        { column: 'pe', dimension: NONE },
      ],
    });
    expect(content.fields.get('TARGET_PRICE')).toMatchObject({ dimension: YUAN, frequency: 'daily' });
    expect(valuesOf(content, 'TARGET_PRICE', 'A')).toEqual([12, 24]);
    expect(valuesOf(content, 'PE', 'A')).toEqual([30, 31]);
    expect(quality.ignoredColumns).toEqual(['note']);
  });

  it('fill what universes and price limits ask for', async () => {
    const text = `${DAILY_HEADER},adj_factor,is_st,limit_up,limit_down,list_date,amount
2024-01-02,A,10,11,9,10,5,1,0,11,9,2020-05-06,5000
2024-01-03,A,8,9,7,8,5,1.25,true,8.8,0,2020-05-06,4000
2024-01-02,B,10,11,9,10,5,1,,,,,\n`;
    const { content } = await readMarket({ daily: daily(text) });
    const { attributes } = content;
    expect(column(content, attributes.isSt!, 'A')).toEqual([0, 1]);
    expect(column(content, attributes.rawClose!, 'A')).toEqual([10, 8]);
    // 10 falls to 8 ex rights: the limits of the second day are measured from 8.
    expect(column(content, attributes.rawPreviousClose!, 'A')).toEqual([null, 8]);
    expect(column(content, attributes.limitUp!, 'A')).toEqual([11, 8.8]);
    expect(column(content, attributes.limitDown!, 'A')).toEqual([9, null]);
    expect(attributes.listedOn).toEqual(['2020-05-06', null]);
    expect(column(content, attributes.amount!, 'A')).toEqual([5000, 4000]);
  });

  it('may lack the volume, and say so', async () => {
    const text = SOUND_DAILY.replaceAll(/,(?:volume|\d+)$/gm, '');
    const { content, quality } = await readMarket({ daily: daily(text) });
    expect([...content.matrices.keys()]).toEqual(['OPEN', 'HIGH', 'LOW', 'CLOSE']);
    expect(quality.warnings.map(({ code }) => code)).toContain('NO_VOLUME');
  });

  it('report progress in bytes and rows', async () => {
    const seen: ImportProgress[] = [];
    await readMarket({ daily: daily(SOUND_DAILY) }, (progress) => seen.push(progress));
    const size = Buffer.byteLength(SOUND_DAILY);
    expect(seen.at(0)).toMatchObject({
      phase: 'reading',
      file: 'daily.csv',
      bytesTotal: size,
      bytesRead: size,
    });
    expect(seen.at(-1)).toEqual({
      phase: 'building',
      file: null,
      bytesRead: size,
      bytesTotal: size,
      rows: 6,
      share: 0.85,
    });
  });
});

describe('suspensions', () => {
  const rows = `${DAILY_HEADER}
2024-01-02,A,10,11,9,10,5
2024-01-03,A,10,10,10,10,0
2024-01-04,A,,,,,
2024-01-05,A,0,0,0,0,0
2024-01-08,A,0,10,10,10,0
2024-01-09,A,10,12,9,11,0
2024-01-10,A,10,11,9,10,5\n`;

  it('are missing, however the file writes them, and never filled', async () => {
    const { content, quality } = await readMarket({ daily: daily(rows) });
    expect(valuesOf(content, 'CLOSE', 'A')).toEqual([10, null, null, null, null, 11, 10]);
    expect(valuesOf(content, 'VOLUME', 'A')).toEqual([5, null, null, null, null, 0, 5]);
    expect(quality.suspensions).toEqual({ stockDays: 4, symbols: 1, rows: 4 });
    expect(quality.zeroVolumes).toBe(1);
  });

  it('keep their prices where the import asks for it', async () => {
    const { content } = await readMarket({ daily: daily(rows), suspendedRows: 'asGiven' });
    expect(valuesOf(content, 'CLOSE', 'A').slice(0, 4)).toEqual([10, 10, null, null]);
  });
});

describe('adjustment', () => {
  const rows = (factors: number[]): string =>
    `${DAILY_HEADER},adj_factor\n${factors.map((f, d) => `2024-01-0${d + 2},A,10,11,9,10,5,${f}`).join('\n')}\n`;

  it('rebases prices to 1 at the first row and leaves the volume', async () => {
    const { content } = await readMarket({ daily: daily(rows([2, 2, 3])) });
    expect(valuesOf(content, 'CLOSE', 'A')).toEqual([10, 10, 15]);
    expect(valuesOf(content, 'HIGH', 'A')).toEqual([11, 11, 16.5]);
    expect(valuesOf(content, 'VOLUME', 'A')).toEqual([5, 5, 5]);
    expect(content.provenance).toMatchObject({ adjustment: 'rebase', labels: [], baseFactors: [2] });
  });

  it('keeps the base of the file by option', async () => {
    const { content } = await readMarket({ daily: daily(rows([2, 2, 3])), adjustment: 'asGiven' });
    expect(valuesOf(content, 'CLOSE', 'A')).toEqual([20, 20, 30]);
    expect(content.provenance).toMatchObject({ adjustment: 'asGiven', baseFactors: [1] });
  });

  it('knows prices that are adjusted already', async () => {
    const { content } = await readMarket({ daily: daily(rows([2, 2, 4])), prices: 'adjusted' });
    expect(valuesOf(content, 'CLOSE', 'A')).toEqual([5, 5, 5]);
    expect(column(content, content.attributes.rawClose!, 'A')).toEqual([5, 5, 2.5]);
    const bare = await readMarket({ daily: daily(SOUND_DAILY), prices: 'adjusted' });
    expect(bare.content.attributes.rawClose).toBeNull();
  });

  it('labels forward-adjusted input and warns of it', async () => {
    const detected = await readMarket({ daily: daily(rows([0.5, 0.5, 1])) });
    expect(detected.content.provenance.labels).toEqual(['FORWARD_ADJUSTED']);
    expect(detected.quality.warnings.map(({ code }) => code)).toContain('FORWARD_ADJUSTED');
    const backward = await readMarket({ daily: daily(rows([1, 1, 2])) });
    expect(backward.content.provenance.labels).toEqual([]);
    const declared = await readMarket({ daily: daily(SOUND_DAILY), forwardAdjusted: true });
    expect(declared.content.provenance.labels).toEqual(['FORWARD_ADJUSTED', 'NO_ADJUSTMENT_FACTOR']);
  });
});

describe('the report of quality', () => {
  it('counts coverage by year, jumps, gaps and closes outside their range', async () => {
    const text = `${DAILY_HEADER}
2023-12-28,A,10,11,9,10,5
2023-12-29,A,10,11,9,14,5
2024-01-02,A,10,11,9,10,5
2024-03-01,A,10,11,9,10,5
2024-03-01,B,10,11,9,10,5\n`;
    const { quality } = await readMarket({ daily: daily(text) });
    expect(quality.byYear).toEqual([
      { year: 2023, days: 2, symbols: 1, coverage: 0.5 },
      { year: 2024, days: 2, symbols: 2, coverage: 0.75 },
    ]);
    expect(quality.jumps).toMatchObject({ threshold: 0.25, count: 2 });
    expect(quality.jumps.first[0]).toMatchObject({ symbol: 'A', day: '2023-12-29' });
    expect(quality.jumps.first[0]?.change).toBeCloseTo(0.4, 12);
    expect(quality.outsideRange).toBe(1);
    expect(quality.gaps).toEqual([{ after: '2024-01-02', before: '2024-03-01', missingWeekdays: 42 }]);
    const codes = quality.warnings.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['CALENDAR_GAP', 'JUMPS', 'OUTSIDE_RANGE']));
  });
});

describe('market vectors', () => {
  it('come from their columns, by default or by option, for the days of the panel', async () => {
    const market = files.write(
      'market.csv',
      'date,alla_ret_fcapw,alla_turnover,vix\n2024-01-01,9,9,9\n2024-01-02,0.01,0.02,15\n2024-01-04,-0.01,,16\n',
    );
    const byDefault = await readMarket({ daily: daily(SOUND_DAILY), market });
    expect([...byDefault.content.vectors.keys()]).toEqual(['MARKET_RETURN', 'MARKET_TURNOVER']);
    expect([...byDefault.content.vectors.get('MARKET_RETURN')!]).toEqual([0.01, Number.NaN, -0.01]);
    expect(byDefault.content.fields.get('MARKET_RETURN')?.shape).toBe('vector');
    expect(byDefault.quality.warnings.map(({ code }) => code)).toContain('MARKET_DAYS_MISSING');
    const chosen = await readMarket({ daily: daily(SOUND_DAILY), market, marketColumns: { FEAR: 'vix' } });
    expect([...chosen.content.vectors.get('FEAR')!]).toEqual([15, Number.NaN, 16]);
  });
});
