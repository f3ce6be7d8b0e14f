import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { asPanel } from '../../../../../../src/compute/panel/describe-panel.ts';
import { BadRowsRefusal } from '../../../../../../src/compute/panel/import/bad-rows.ts';
import { importMarket } from '../../../../../../src/compute/panel/import/import-market.ts';
import type {
  ImportProgress,
  MarketImport,
} from '../../../../../../src/compute/panel/import/import-options.ts';
import { readMarket } from '../../../../../../src/compute/panel/import/read-market.ts';
import { loadContent, loadPanel } from '../../../../../../src/compute/panel/load-panel.ts';
import { hashSlice } from '../../../../../../src/compute/panel/panel-hash.ts';
import { DAILY_HEADER, temporaryFolder } from '../../../../../support/market-files.ts';
import { figuresOf } from '../../../../../support/minute-figures.ts';
import { type MinuteRow, minuteCsv, minuteRows } from '../../../../../support/minute-rows.ts';

const files = temporaryFolder();
const BIG = { stocks: 20, days: 25, bars: 240 };
/** Some hundred rows: the market above takes hundreds of batches. */
const SMALL_BATCH = 16 * 1024;

let folders = 0;
function newFolder(): string {
  const folder = join(files.path, `datasets-${folders++}`);
  mkdirSync(folder);
  return folder;
}

const hashOf = async (options: MarketImport, batchBytes: number): Promise<string> => {
  const folder = newFolder();
  const { manifest } = await importMarket(folder, options, () => {}, { batchBytes });
  expect(readdirSync(folder)).toEqual([manifest.datasetHash]);
  return manifest.datasetHash;
};

const byDay = (rows: readonly MinuteRow[]): MinuteRow[] =>
  rows.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));

function dailyCsv(rows: readonly MinuteRow[]): string {
  const lines = new Map<string, string>();
  for (const { date, symbol } of rows) {
    const factor = 1 + Number(date.slice(8)) / 64;
    lines.set(`${date} ${symbol}`, `${date},${symbol},10,40,1,11.5,1000,${factor}\n`);
  }
  return `${DAILY_HEADER},adj_factor\n${[...lines.values()].join('')}`;
}

describe('a minute file that is larger than a batch', () => {
  const rows = minuteRows(BIG);

  it('gives the dataset that reading it into memory gives, in either order, compressed or as Parquet', async () => {
    const bySymbol = files.write('symbols.csv', minuteCsv(rows));
    const { content } = await readMarket({ minutes: [bySymbol] });
    const expected = asPanel(content).datasetHash;
    const columns = ['date', 'time', 'symbol'] as const;
    const figures = ['open', 'high', 'low', 'close', 'volume'] as const;
    const parquet = parquetWriteBuffer({
      columnData: [
        ...columns.map((name) => ({ name, data: rows.map((row) => row[name]), type: 'STRING' as const })),
        ...figures.map((name) => ({ name, data: rows.map((row) => row[name]), type: 'DOUBLE' as const })),
      ],
      rowGroupSize: 10_000,
    });
    const forms = [
      bySymbol,
      files.write('days.csv', minuteCsv(byDay(rows))),
      files.write('symbols.csv.gz', gzipSync(minuteCsv(rows))),
      files.write('minutes.parquet', Buffer.from(parquet)),
      files.write('quoted.csv', minuteCsv(rows).replaceAll(/,(S\d+),/g, ',"$1",')),
    ];
    for (const form of forms) expect(await hashOf({ minutes: [form] }, SMALL_BATCH), form).toBe(expected);
  }, 120_000);

  it('follows the adjustment of its daily file', async () => {
    const options = {
      daily: [files.write('daily.csv', dailyCsv(rows))],
      minutes: [files.write('minutes.csv', minuteCsv(rows))],
      dailyFrom: 'bars' as const,
    };
    const { content } = await readMarket(options);
    const folder = newFolder();
    const { manifest, folder: dataset } = await importMarket(folder, options, () => {}, {
      batchBytes: SMALL_BATCH,
    });
    expect(manifest.datasetHash).toBe(asPanel(content).datasetHash);
    const panel = await loadPanel(dataset);
    expect(figuresOf(panel.minutes, 'high')).toEqual(figuresOf(content.minutes, 'high'));
    expect(panel.matrices.get('HIGH')![5]).toBe(
      figuresOf(panel.minutes, 'high').reduce(
        (most, value, at) => (at < 240 * 20 && at % 20 === 5 ? Math.max(most, value) : most),
        0,
      ),
    );
  }, 60_000);

  it('tells how far it is: bytes, rows and the share of the whole, which only grows', async () => {
    const seen: ImportProgress[] = [];
    const minutes = [files.write('minutes.csv', minuteCsv(rows))];
    await importMarket(newFolder(), { minutes }, (progress) => seen.push(progress), {
      batchBytes: SMALL_BATCH,
    });
    expect([...new Set(seen.map(({ phase }) => phase))]).toEqual(['reading', 'building', 'writing']);
    expect(seen.every(({ share }, at) => share >= (seen[at - 1]?.share ?? 0) && share < 1)).toBe(true);
    const last = seen.at(-1)!;
    expect(last.rows).toBe(rows.length);
    expect(last.bytesRead).toBe(last.bytesTotal);
    expect(seen.filter(({ phase }) => phase === 'building').length).toBeGreaterThanOrEqual(BIG.days);
  }, 60_000);
});

describe('the size of a batch', () => {
  it('does not show in the dataset, nor in the report of bad rows', async () => {
    const market = minuteRows({ stocks: 4, days: 5, bars: 6 });
    const faults = fc.record({
      order: fc.constantFrom('symbol', 'day'),
      batchBytes: fc.integer({ min: 1, max: 4000 }),
      twice: fc.array(fc.nat(market.length - 1), { maxLength: 3 }),
      spoilt: fc.array(fc.nat(market.length - 1), { maxLength: 3 }),
    });
    const attempt = (options: MarketImport, batchBytes: number): Promise<unknown> =>
      importMarket(newFolder(), options, () => {}, { batchBytes }).then(
        ({ manifest, badRows }) => ({ hash: manifest.datasetHash, badRows }),
        (error: unknown) => (error instanceof BadRowsRefusal ? error.report : Promise.reject(error)),
      );
    await fc.assert(
      fc.asyncProperty(faults, async ({ order, batchBytes, twice, spoilt }) => {
        const rows = order === 'day' ? byDay(market) : [...market];
        for (const at of spoilt) rows[at] = { ...rows[at]!, close: -1 };
        for (const at of twice) rows.splice((at * 7) % rows.length, 0, rows[at]!);
        const minutes = [files.write('property.csv', minuteCsv(rows))];
        const skipBadRows = batchBytes % 2;
        expect(await attempt({ minutes, skipBadRows }, batchBytes)).toEqual(
          await attempt({ minutes, skipBadRows }, 2 ** 20),
        );
      }),
      { numRuns: 60 },
    );
  }, 120_000);
});

describe('bad minute rows', () => {
  const rows = minuteRows(BIG);
  const refused = async (text: string, ...more: string[]) => {
    const minutes = [text, ...more].map((content, at) => files.write(`bad-${at}.csv`, content));
    const folder = newFolder();
    const error: unknown = await importMarket(folder, { minutes }, () => {}, {
      batchBytes: SMALL_BATCH,
    }).catch((reason: unknown) => reason);
    expect(readdirSync(folder)).toEqual([]);
    return error;
  };

  it('given twice, a file apart, are refused with both their lines', async () => {
    const [first, last] = [rows[3]!, rows.at(-1)!];
    expect(await refused(minuteCsv([...rows, first]))).toMatchObject({
      report: {
        badRows: 1,
        counts: { DUPLICATE: 1 },
        first: [{ line: rows.length + 2, value: `${first.date} ${first.time} ${first.symbol}, as line 5` }],
      },
    });
    expect(await refused(minuteCsv(rows), minuteCsv([last]))).toMatchObject({
      report: {
        first: [
          {
            file: expect.stringMatching(/bad-1\.csv$/),
            line: 2,
            value: expect.stringContaining(`as line ${rows.length + 1} of bad-0.csv`),
          },
        ],
      },
    });
  }, 60_000);

  it('are all reported: of any kind, wherever they stand', async () => {
    const spoilt = [...rows];
    spoilt[10] = { ...rows[10]!, high: 0.5 };
    spoilt[50_000] = { ...rows[50_000]!, volume: -1 };
    spoilt.push(rows[0]!);
    expect(await refused(minuteCsv(spoilt))).toMatchObject({
      code: 'DATASET_INVALID',
      report: {
        rows: rows.length + 1,
        counts: { HIGH_BELOW_LOW: 1, NEGATIVE_VOLUME: 1, DUPLICATE: 1 },
        first: [{ line: 12 }, { line: 50_002 }, { line: rows.length + 2 }],
      },
    });
  }, 60_000);
});

describe('minute bars that continue a dataset', () => {
  const rows = minuteRows({ stocks: 6, days: 8, bars: 16 });
  const dates = [...new Set(rows.map(({ date }) => date))].sort();
  const upTo = (last: number) => rows.filter(({ date }) => date <= dates[last]!);
  const from = (first: number) => rows.filter(({ date }) => date >= dates[first]!);
  const write = (name: string, of: readonly MinuteRow[]): MarketImport => ({
    daily: [files.write(`${name}-daily.csv`, dailyCsv(of))],
    minutes: [files.write(`${name}.csv`, minuteCsv(of))],
  });

  it('are the same from the new days alone, from some days again, and from scratch', async () => {
    const folder = newFolder();
    const former = await importMarket(folder, write('former', upTo(4)));
    const scratch = await importMarket(folder, write('scratch', rows));
    for (const first of [5, 3, 0]) {
      const options = { ...write('new', from(first)), continues: former.folder };
      const { manifest } = await importMarket(folder, options);
      expect(manifest.datasetHash).toBe(scratch.manifest.datasetHash);
    }
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('may bring a symbol, which leaves the former days as they were', async () => {
    const folder = newFolder();
    const former = await importMarket(folder, write('former', upTo(4)));
    const listed = from(5).map((row): MinuteRow => (row.symbol === 'S001' ? { ...row, symbol: 'A' } : row));
    const options = { ...write('new', [...from(5), ...listed.filter(({ symbol }) => symbol === 'A')]) };
    const joined = await importMarket(folder, { ...options, continues: former.folder });
    expect(joined.manifest.symbols[0]).toBe('A');
    const [before, after] = await Promise.all([former, joined].map(({ folder: place }) => loadPanel(place)));
    expect(hashSlice(after!, dates[4]!)).toBe(hashSlice(before!, dates[4]!));
    const content = await loadContent(joined.folder);
    const closes = figuresOf(content.minutes, 'close');
    const at = (row: number, column: number): number => closes[row * 16 * 7 + column]!;
    // Its first row is its base: the prices of that day are as given.
    expect([at(4, 0), at(5, 0)]).toEqual([Number.NaN, listed.find(({ symbol }) => symbol === 'A')!.close]);
  });

  it('are refused when a figure of the past is another one', async () => {
    const folder = newFolder();
    const former = await importMarket(folder, write('former', upTo(4)));
    const changed = rows.map((row, at) => (at === 33 ? { ...row, volume: row.volume + 1 } : row));
    const attempt = importMarket(folder, { ...write('new', changed), continues: former.folder });
    const { date, symbol } = rows[33]!;
    await expect(attempt).rejects.toMatchObject({
      code: 'CONFLICT',
      details: { where: expect.stringMatching(new RegExp(`${date}, ${symbol}`)) },
    });
    expect(readdirSync(folder)).toHaveLength(1);
  });
});
