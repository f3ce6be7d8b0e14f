import { readdirSync, readFileSync, truncateSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { alignValues } from '../../../../src/compute/imported/align-values.ts';
import { importValues } from '../../../../src/compute/imported/import-values.ts';
import { readValuesFile, valuesFileName } from '../../../../src/compute/imported/values-file.ts';
import type { ValuesImport, ValuesOutcome } from '../../../../src/compute/imported/values-options.ts';
import { Refusal } from '../../../../src/core/outcome/refusal.ts';
import { temporaryFolder } from '../../../support/market-files.ts';

const files = temporaryFolder();
/** Monday to Friday, and the Monday after. */
const DAYS = ['2024-01-08', '2024-01-09', '2024-01-10', '2024-01-11', '2024-01-12', '2024-01-15'];
let folders = 0;

const options = (content: string | Buffer, more: Partial<ValuesImport> = {}): ValuesImport => {
  const folder = `${files.path}/kept-${folders++}`;
  return {
    name: 'roe',
    file: files.write(`file-${folders}`, content),
    fileName: 'roe.csv',
    columns: {},
    market: { days: DAYS, symbols: ['A', 'B', 'C'] },
    today: '2024-01-16',
    former: null,
    folder,
    ...more,
  };
};

async function refusalOf(work: Promise<unknown>): Promise<Refusal> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Refusal) return error;
  throw error ?? new Error('it was not refused');
}

const stored = ({ folder }: ValuesImport, { hash }: ValuesOutcome) =>
  readValuesFile(`${folder}/${valuesFileName('roe', hash)}`, { name: 'roe', hash });

const LONG = 'date,symbol,value\n2024-01-08,A,1.5\n2024-01-08,B,-2\n2024-01-09,B,0.1\n2024-01-09,A,\n';

describe('a file of values', () => {
  it('is the same in long and wide form, in any order, zipped or not', async () => {
    const wide = 'date,B,A,C\n20240109,0.1,nan,\n2024/01/08,-2,1.5,\n';
    const shuffled =
      'trade_date,code,roe\n2024-01-09,A,NaN\n2024-01-09,B,1e-1\n2024-01-08,B,-2.0\n2024-01-08,A,1.5\n';
    const outcomes = [];
    for (const content of [LONG, wide, shuffled, gzipSync(LONG)])
      outcomes.push(await importValues(options(content)));
    expect(new Set(outcomes.map(({ hash }) => hash)).size).toBe(1);
    expect(outcomes.map(({ form }) => form)).toEqual(['LONG', 'WIDE', 'LONG', 'LONG']);
    expect(outcomes[0]).toMatchObject({
      firstDay: '2024-01-08',
      lastDay: '2024-01-09',
      days: 2,
      symbols: 2,
      cells: 3,
      newDays: 2,
      unknownSymbols: 0,
    });
  });

  it('of Parquet may hold days as timestamps and NaN as missing', async () => {
    const day = (text: string) => new Date(`${text}T00:00:00Z`);
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: '__index_level_0__', data: [day('2024-01-08'), day('2024-01-09')], type: 'TIMESTAMP' },
        { name: 'A', data: [1.5, Number.NaN], type: 'DOUBLE' },
        { name: 'B', data: [-2, 0.1], type: 'DOUBLE' },
      ],
    });
    const outcome = await importValues(options(Buffer.from(bytes)));
    expect(outcome.hash).toBe((await importValues(options(LONG))).hash);
  });

  it('comes back on the days and symbols of a panel, nothing filled', async () => {
    const asked = options(LONG);
    const values = await stored(asked, await importValues(asked));
    const aligned = alignValues(values, {
      days: ['2024-01-05', ...DAYS.slice(0, 3)],
      symbols: ['B', 'C', 'A'],
    });
    const none = Number.NaN;
    expect([...aligned]).toEqual([none, none, none, -2, none, 1.5, 0.1, none, none, none, none, none]);
  });

  it('keeps symbols that the series does not know yet, and counts them', async () => {
    const asked = options(`${LONG}2024-01-09,NEW,7\n`);
    const outcome = await importValues(asked);
    expect(outcome).toMatchObject({ unknownSymbols: 1, symbols: 3 });
    expect((await stored(asked, outcome)).symbols).toEqual(['A', 'B', 'NEW']);
  });

  it('may run ahead of the market, and begin before it', async () => {
    const ahead = 'date,symbol,value\n2023-12-29,A,1\n2024-01-16,A,2\n';
    expect(await importValues(options(ahead))).toMatchObject({
      firstDay: '2023-12-29',
      lastDay: '2024-01-16',
    });
  });
});

describe('what is wrong with a file is told by row and column, and nothing is kept', () => {
  const row = (line: string) => `${LONG}${line}\n`;
  it.each([
    ['a word for a number', row('2024-01-10,A,high'), 'roe.csv:6, column value', 'NOT_A_NUMBER'],
    ['an infinite number', row('2024-01-10,A,inf'), 'roe.csv:6, column value', 'NOT_A_NUMBER'],
    ['a number beyond all bounds', row('2024-01-10,A,1e300'), 'roe.csv:6, column value', 'NOT_A_NUMBER'],
    ['a day and symbol twice', row('2024-01-08,B,9'), 'roe.csv:6, column symbol', 'DUPLICATE'],
    ['a missing value twice', row('2024-01-09,A,'), 'roe.csv:6, column symbol', 'DUPLICATE'],
    ['a Sunday', row('2024-01-14,A,1'), 'roe.csv:6, column date', 'NOT_A_TRADING_DAY'],
    ['a day to come', row('2024-01-17,A,1'), 'roe.csv:6, column date', 'FUTURE_DATE'],
    ['no day', row('2024-02-30,A,1'), 'roe.csv:6, column date', 'NOT_A_DATE'],
    ['a time of day', row('2024-01-10T15:00:00+08:00,A,1'), 'roe.csv:6, column date', 'TIME_ZONE'],
    ['no symbol', row('2024-01-10,,1'), 'roe.csv:6, column symbol', 'NO_SYMBOL'],
    ['a short row', row('2024-01-10,A'), 'roe.csv:6, column date', 'COLUMN_COUNT'],
    [
      'a day twice in a wide table',
      'date,A\n2024-01-08,1\n2024-01-08,1\n',
      'roe.csv:3, column date',
      'DUPLICATE',
    ],
    ['a word in a wide table', 'date,A,B\n2024-01-08,1,x\n', 'roe.csv:2, column B', 'NOT_A_NUMBER'],
  ])('%s', async (_, content, where, reason) => {
    const asked = options(content);
    const refusal = await refusalOf(importValues(asked));
    expect(refusal.code).toBe('DATASET_INVALID');
    expect(refusal.details.where).toBe(where);
    expect(refusal.message).toContain(`1 ${reason}`);
    expect(() => readdirSync(asked.folder)).toThrow('ENOENT');
  });

  it.each([
    ['an empty file', '', 'FILE_UNREADABLE'],
    ['a header alone', 'date,symbol,value\n', 'DATASET_INVALID'],
    ['blanks alone', 'date,symbol,value\n2024-01-08,A,\n', 'DATASET_INVALID'],
    ['strangers alone', 'date,symbol,value\n2024-01-08,A.SZ,1\n', 'DATASET_INVALID'],
    ['no dates', 'when,symbol,value\n2024-01-08,A,1\n', 'DATASET_INVALID'],
    ['dates alone', 'date\n2024-01-08\n', 'DATASET_INVALID'],
    ['two columns of values', 'date,symbol,pe,pb\n2024-01-08,A,1,2\n', 'DATASET_INVALID'],
    ['one column twice', 'date,A,A\n2024-01-08,1,2\n', 'DATASET_INVALID'],
    [
      'another encoding',
      Buffer.from('date,symbol,value\n2024-01-08,\xd6\xd0,1\n', 'latin1'),
      'FILE_UNREADABLE',
    ],
  ])('%s', async (_, content, code) => {
    const refusal = await refusalOf(importValues(options(content)));
    expect(refusal.code).toBe(code);
    expect(refusal.message).not.toContain(files.path);
  });

  it('many faults are counted, the first ones listed', async () => {
    const rows = Array.from({ length: 50 }, (_, at) => `2024-01-10,S${at},x`).join('\n');
    const { message, details } = await refusalOf(importValues(options(`${LONG}${rows}\n`)));
    expect(message).toContain('50 faults in 54 rows (50 NOT_A_NUMBER)');
    expect(details.problems).toHaveLength(20);
  });

  it('a Parquet that was cut short', async () => {
    const bytes = parquetWriteBuffer({
      columnData: [
        { name: 'date', data: ['2024-01-08', '2024-01-09'], type: 'STRING' },
        { name: 'symbol', data: ['A', 'A'], type: 'STRING' },
        { name: 'value', data: [1, 2], type: 'DOUBLE' },
      ],
    });
    const asked = options(Buffer.from(bytes));
    truncateSync(asked.file, bytes.byteLength - 20);
    expect((await refusalOf(importValues(asked))).code).toBe('FILE_UNREADABLE');
  });
});

describe('values that are there', () => {
  const first = async (): Promise<ValuesImport> => {
    const asked = options(LONG);
    const { hash } = await importValues(asked);
    return { ...asked, former: { path: `${asked.folder}/${valuesFileName('roe', hash)}`, hash } };
  };
  const more = (content: string): string => files.write(`more-${folders++}`, `date,symbol,value\n${content}`);

  it('go on by days after the last, with new symbols', async () => {
    const before = await first();
    const asked = { ...before, file: more('2024-01-10,A,3\n2024-01-10,C,4\n') };
    const outcome = await importValues(asked);
    expect(outcome).toMatchObject({ newDays: 1, days: 3, symbols: 3, cells: 5 });
    const none = Number.NaN;
    expect([...(await stored(asked, outcome)).values]).toEqual([1.5, -2, none, none, 0.1, none, 3, none, 4]);
  });

  it('are left as they are by a file that says the same of a day', async () => {
    const before = await first();
    const outcome = await importValues({ ...before, file: more('2024-01-09,B,0.1\n') });
    expect(outcome).toMatchObject({ newDays: 0, hash: before.former!.hash });
  });

  it.each([
    ['another figure', '2024-01-09,B,0.10000000000000002\n', '2024-01-09 B', '0.1'],
    ['a figure where there was none', '2024-01-09,A,1\n2024-01-09,B,0.1\n', '2024-01-09 A', 'no value'],
    ['none where there was a figure', '2024-01-08,A,1.5\n', '2024-01-08 B', '-2'],
    ['a day within', '2024-01-05,A,1\n', '2024-01-05', 'no day 2024-01-05: days are added after 2024-01-09'],
  ])('are not revised by %s', async (_, content, where, expected) => {
    const before = await first();
    const market = { ...before.market, days: ['2024-01-05', ...DAYS] };
    const { code, details } = await refusalOf(importValues({ ...before, market, file: more(content) }));
    expect(code).toBe('CONFLICT');
    expect(details).toMatchObject({ where, expected });
    expect(readdirSync(before.folder)).toEqual([valuesFileName('roe', before.former!.hash)]);
  });

  it('are not read from a file that somebody changed', async () => {
    const { former } = await first();
    const bytes = readFileSync(former!.path);
    bytes[bytes.length - 1]! ^= 1;
    const path = files.write('changed', bytes);
    const refusal = await refusalOf(readValuesFile(path, { name: 'roe', hash: former!.hash }));
    expect(refusal.code).toBe('DATASET_CHANGED');
  });
});
