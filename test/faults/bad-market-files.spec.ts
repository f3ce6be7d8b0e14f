import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { beforeAll, describe, expect, it } from 'vitest';
import type { BadRowReason } from '../../src/compute/panel/import/bad-rows.ts';
import { importMarket } from '../../src/compute/panel/import/import-market.ts';
import type { MarketImport } from '../../src/compute/panel/import/import-options.ts';
import { DAILY_HEADER, SOUND_DAILY, temporaryFolder } from '../support/market-files.ts';

const files = temporaryFolder();
const datasets = join(files.path, 'datasets');
let stored: string[];

beforeAll(async () => {
  await importMarket(datasets, { daily: [files.write('sound.csv', SOUND_DAILY)] });
  stored = readdirSync(datasets);
});

const attempt = (content: string | Buffer, options: MarketImport = {}): Promise<unknown> =>
  importMarket(datasets, { daily: [files.write('bad.csv', content)], today: '2024-12-31', ...options }).then(
    () => 'accepted',
    (error: unknown) => error,
  );

/** Whatever was refused, the store is as it was. */
const nothingStored = (): void => expect(readdirSync(datasets)).toEqual(stored);

const withRow = (row: string): string => `${SOUND_DAILY}${row}\n`;
const withColumn = (name: string, value: string): string =>
  SOUND_DAILY.trim()
    .split('\n')
    .map((line, index) => `${line},${index === 0 ? name : index === 2 ? value : '1'}`)
    .join('\n');

type BadRowCase = readonly [
  what: string,
  content: string,
  reason: BadRowReason,
  line: number,
  column: string,
];

const BAD_ROWS: readonly BadRowCase[] = [
  ['no number', withRow('2024-01-05,A,10,11,9,ten,100'), 'NOT_A_NUMBER', 8, 'close'],
  ['NaN', withRow('2024-01-05,A,10,11,9,NaN,100'), 'NOT_A_NUMBER', 8, 'close'],
  ['infinity', withRow('2024-01-05,A,10,Inf,9,10,100'), 'NOT_A_NUMBER', 8, 'high'],
  ['a number beyond all range', withRow('2024-01-05,A,10,1e400,9,10,100'), 'NOT_A_NUMBER', 8, 'high'],
  ['a hexadecimal number', withRow('2024-01-05,A,0x10,20,9,10,100'), 'NOT_A_NUMBER', 8, 'open'],
  ['thousands separators', withRow('2024-01-05,A,10,11,9,10,"1,000"'), 'NOT_A_NUMBER', 8, 'volume'],
  ['a negative volume', withRow('2024-01-05,A,10,11,9,10,-1'), 'NEGATIVE_VOLUME', 8, 'volume'],
  ['a negative price', withRow('2024-01-05,A,10,11,-9,10,100'), 'PRICE_NOT_POSITIVE', 8, 'low'],
  ['a price of zero', withRow('2024-01-05,A,0,11,9,10,100'), 'PRICE_NOT_POSITIVE', 8, 'open'],
  ['a high below the low', withRow('2024-01-05,A,10,9,11,10,100'), 'HIGH_BELOW_LOW', 8, 'high'],
  ['a blank price', withRow('2024-01-05,A,10,11,9,,100'), 'MISSING_VALUE', 8, 'close'],
  ['a blank volume', withRow('2024-01-05,A,10,11,9,10,'), 'MISSING_VALUE', 8, 'volume'],
  ['a row given twice', withRow('2024-01-03,A,10.5,12,10,11,200'), 'DUPLICATE', 8, 'symbol'],
  ['another row of the same day', withRow('20240103,A,1,2,1,1,7'), 'DUPLICATE', 8, 'symbol'],
  ['no date', withRow('soon,A,10,11,9,10,100'), 'NOT_A_DATE', 8, 'date'],
  ['a blank date', withRow(',A,10,11,9,10,100'), 'NOT_A_DATE', 8, 'date'],
  ['a day that the calendar has not', withRow('2024-02-30,A,10,11,9,10,100'), 'NOT_A_DATE', 8, 'date'],
  ['day and month the other way round', withRow('31/01/2024,A,10,11,9,10,100'), 'NOT_A_DATE', 8, 'date'],
  ['a date with a zone', withRow('2024-01-05T00:00:00Z,A,10,11,9,10,100'), 'TIME_ZONE', 8, 'date'],
  ['a date of another zone', withRow('2024-01-04 16:00:00,A,10,11,9,10,100'), 'TIME_ZONE', 8, 'date'],
  ['a date to come', withRow('2025-01-02,A,10,11,9,10,100'), 'FUTURE_DATE', 8, 'date'],
  ['no symbol', withRow('2024-01-05,,10,11,9,10,100'), 'NO_SYMBOL', 8, 'symbol'],
  ['a symbol of two words', withRow('2024-01-05,A B,10,11,9,10,100'), 'NO_SYMBOL', 8, 'symbol'],
  [
    'a symbol with a control character',
    withRow('2024-01-05,A\u0007,10,11,9,10,100'),
    'NO_SYMBOL',
    8,
    'symbol',
  ],
  ['too few columns', withRow('2024-01-05,A,10,11,9,10'), 'COLUMN_COUNT', 8, ''],
  ['too many columns', withRow('2024-01-05,A,10,11,9,10,100,7'), 'COLUMN_COUNT', 8, ''],
  ['a row without its end', SOUND_DAILY.slice(0, -12), 'COLUMN_COUNT', 7, ''],
  [
    'a cell of a million characters',
    withRow(`2024-01-05,${'A'.repeat(1e6)},10,11,9,10,100`),
    'NO_SYMBOL',
    8,
    'symbol',
  ],
  ['a date of a million characters', withRow(`${'2'.repeat(1e6)},A,10,11,9,10,100`), 'NOT_A_DATE', 8, 'date'],
  ['an adjustment factor of zero', withColumn('adj_factor', '0'), 'FACTOR_NOT_POSITIVE', 3, 'adj_factor'],
  ['a negative adjustment factor', withColumn('adj_factor', '-1'), 'FACTOR_NOT_POSITIVE', 3, 'adj_factor'],
  ['a blank adjustment factor', withColumn('adj_factor', ''), 'FACTOR_NOT_POSITIVE', 3, 'adj_factor'],
  ['a flag of 2', withColumn('is_st', '2'), 'NOT_A_FLAG', 3, 'is_st'],
  ['a negative amount', withColumn('amount', '-5'), 'NEGATIVE_VOLUME', 3, 'amount'],
  ['a listing date that is none', withColumn('list_date', 'long ago'), 'NOT_A_DATE', 3, 'list_date'],
];

describe('a daily file with a bad row', () => {
  it.each(BAD_ROWS)(
    '%s: is refused with line, column and reason',
    async (_, content, reason, line, column) => {
      // The other rows of an added column hold 1, which is no listing date.
      const text = column === 'list_date' ? content.replaceAll(/,1$/gm, ',2020-01-01') : content;
      const error = await attempt(text);
      const at = { file: expect.stringMatching(/bad\.csv$/), line, column, reason };
      expect(error).toMatchObject({
        code: 'DATASET_INVALID',
        report: { badRows: 1, counts: { [reason]: 1 }, first: [at] },
        details: { where: expect.stringMatching(new RegExp(`bad\\.csv:${line}$`)) },
      });
      const [first] = (error as { report: { first: { value: string }[] } }).report.first;
      expect(first!.value.length).toBeLessThan(120);
      nothingStored();
    },
  );

  it('is imported without them where a share of bad rows is allowed, and says which', async () => {
    const folder = join(files.path, 'allowing');
    const daily = [files.write('bad.csv', withRow('2024-01-05,A,10,11,9,ten,100'))];
    const outcome = await importMarket(folder, { daily, skipBadRows: 0.2 });
    expect(outcome.manifest.days).toHaveLength(3);
    expect(outcome.badRows).toMatchObject({ rows: 7, badRows: 1 });
    await expect(importMarket(folder, { daily, skipBadRows: 0.1 })).rejects.toMatchObject({
      code: 'DATASET_INVALID',
    });
  });

  it('lists the first thousand and counts them all', async () => {
    const rows = Array.from({ length: 2500 }, (_, n) => `2024-01-05,S${n},1,2,1,${n % 2 ? 'x' : '-3'},1`);
    const error = await attempt([DAILY_HEADER, ...rows].join('\n'));
    expect(error).toMatchObject({
      report: { badRows: 2500, counts: { NOT_A_NUMBER: 1250, PRICE_NOT_POSITIVE: 1250 } },
    });
    expect((error as { report: { first: unknown[] } }).report.first).toHaveLength(1000);
    nothingStored();
  });
});

const minuteFile = (row: string): string =>
  `date,time,symbol,open,high,low,close,volume\n2024-01-02,09:45,A,1,1,1,1,1\n2024-01-02,10:00,A,1,1,1,1,1\n${row}\n`;

describe('a minute file with a bad row', () => {
  it.each([
    ['no time', '2024-01-02,noon,A,1,1,1,1,1', 'NOT_A_TIME'],
    ['a time beyond the day', '2024-01-02,25:00,A,1,1,1,1,1', 'NOT_A_TIME'],
    ['a time with seconds', '2024-01-02,10:15:30,A,1,1,1,1,1', 'NOT_A_TIME'],
    ['a time with a zone', '2024-01-02,10:15:00+08:00,A,1,1,1,1,1', 'TIME_ZONE'],
    ['a bar given twice', '2024-01-02,10:00,A,1,1,1,1,1', 'DUPLICATE'],
  ] as const)('%s: is refused', async (_, row, reason) => {
    const minutes = [files.write('bad-minutes.csv', minuteFile(row))];
    await expect(importMarket(datasets, { minutes })).rejects.toMatchObject({
      code: 'DATASET_INVALID',
      report: { badRows: 1, first: [{ line: 4, reason }] },
    });
    nothingStored();
  });
});

const parquet = (): Buffer =>
  Buffer.from(
    parquetWriteBuffer({
      columnData: DAILY_HEADER.split(',').map((name, at) =>
        at < 2
          ? { name, data: ['2024-01-02', '2024-01-03'], type: 'STRING' as const }
          : { name, data: [1, 1], type: 'DOUBLE' as const },
      ),
    }),
  );

const damaged = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy.fill(0xff, at, at + 8);
  return copy;
};

describe('a file that is no table', () => {
  it.each([
    ['an empty file', '', 'FILE_UNREADABLE'],
    ['only a header', `${DAILY_HEADER}\n`, 'DATASET_INVALID'],
    ['only suspensions', `${DAILY_HEADER}\n2024-01-02,A,,,,,\n`, 'DATASET_INVALID'],
    ['no header', SOUND_DAILY.slice(DAILY_HEADER.length + 1), 'DATASET_INVALID'],
    ['a column missing', SOUND_DAILY.replace('close', 'last'), 'DATASET_INVALID'],
    ['a column twice', SOUND_DAILY.replace('open', 'close'), 'DATASET_INVALID'],
    ['a separator of another kind', SOUND_DAILY.replaceAll(',', ';'), 'DATASET_INVALID'],
    [
      'text in GBK',
      Buffer.concat([Buffer.from(`${DAILY_HEADER}\n2024-01-02,`), Buffer.from([0xc6, 0xd6, 0xb7, 0xa2])]),
      'FILE_UNREADABLE',
    ],
    ['text in UTF-16', Buffer.from(`\uFEFF${SOUND_DAILY}`, 'utf16le'), 'FILE_UNREADABLE'],
    [
      'UTF-8 that ends within a letter',
      Buffer.concat([Buffer.from(SOUND_DAILY), Buffer.from([0xe4, 0xb8])]),
      'FILE_UNREADABLE',
    ],
    ['a quote that is never closed', SOUND_DAILY.replace('B', '"B'), 'FILE_UNREADABLE'],
    ['a truncated gzip', gzipSync(SOUND_DAILY).subarray(0, 80), 'FILE_UNREADABLE'],
    ['a damaged gzip', damaged(gzipSync(SOUND_DAILY), 30), 'FILE_UNREADABLE'],
    ['a truncated Parquet file', parquet().subarray(0, -20), 'FILE_UNREADABLE'],
    [
      'a Parquet file without its pages',
      Buffer.concat([parquet().subarray(0, 4), parquet().subarray(-300)]),
      'FILE_UNREADABLE',
    ],
    ['four bytes of Parquet', Buffer.from('PAR1'), 'FILE_UNREADABLE'],
    ['a picture', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'), 'FILE_UNREADABLE'],
    ['zeros', Buffer.alloc(10_000), 'DATASET_INVALID'],
  ])('%s: is refused as such', async (_, content, code) => {
    expect(await attempt(content)).toMatchObject({ name: 'Refusal', code });
    nothingStored();
  });

  it('says how to convert what is not UTF-8', async () => {
    const error = await attempt(Buffer.from([0x64, 0xc6, 0xd6, 0x0a]));
    expect(error).toMatchObject({ details: { remedy: expect.stringContaining('iconv -f GBK -t UTF-8') } });
  });

  it('is refused when it is not there, or a folder', async () => {
    await expect(importMarket(datasets, { daily: [join(files.path, 'none.csv')] })).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
    });
    await expect(importMarket(datasets, { daily: [files.path] })).rejects.toMatchObject({
      code: 'FILE_UNREADABLE',
    });
    nothingStored();
  });
});

describe('options that do not fit', () => {
  it.each([
    ['no files', { daily: [] }],
    ['an unknown unit', { units: { volume: 'bushel' } }],
    ['a unit of another dimension', { units: { volume: 'yuan' } }],
    ['a unit named like an inherited property', { units: { volume: 'constructor' } }],
    ['a share above 1', { skipBadRows: 2 }],
    ['daily bars from no file', { daily: [], minutes: ['x'], dailyFrom: 'file' }],
    ['a declared field with a taken name', { fields: [{ column: 'close', dimension: { yuan: 1, lot: 0 } }] }],
    ['a today that is none', { today: 'today' }],
  ] as const)('%s: is refused', async (_, options) => {
    expect(await attempt(SOUND_DAILY, options as MarketImport)).toMatchObject({ code: 'INVALID_INPUT' });
    nothingStored();
  });

  it('refuses a panel above the limit before it takes the memory', async () => {
    const error = await attempt(SOUND_DAILY, { maximumBytes: 100 });
    expect(error).toMatchObject({ code: 'DATASET_TOO_LARGE' });
    nothingStored();
  });

  it('refuses a mapping to a column that is not there', async () => {
    const error = await attempt(SOUND_DAILY, { columns: { close: 'px' } });
    expect(error).toMatchObject({ code: 'DATASET_INVALID', message: expect.stringContaining('columns') });
  });
});
