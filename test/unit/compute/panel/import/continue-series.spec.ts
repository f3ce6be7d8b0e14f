import { describe, expect, it } from 'vitest';
import { importMarket } from '../../../../../src/compute/panel/import/import-market.ts';
import { loadContent, loadPanel } from '../../../../../src/compute/panel/load-panel.ts';
import { hashSlice } from '../../../../../src/compute/panel/panel-hash.ts';
import { DAILY_HEADER, temporaryFolder, valuesOf } from '../../../../support/market-files.ts';

const files = temporaryFolder();
const HEADER = `${DAILY_HEADER},adj_factor,amount`;
const row = (day: number, symbol: string, close: number, factor = 2): string =>
  `2024-01-0${day},${symbol},${close},${close + 1},${close - 1},${close},${100 * day},${factor},1000\n`;

const OLD = row(2, 'A', 10) + row(2, 'B', 20) + row(3, 'A', 11) + row(3, 'B', 21);
const NEW = row(4, 'A', 5.5, 4) + row(4, 'B', 22);

let count = 0;
const write = (rows: string): string[] => [files.write(`daily-${count++}.csv`, `${HEADER}\n${rows}`)];

const former = (): Promise<string> =>
  importMarket(files.path, { daily: write(OLD) }).then(({ folder }) => folder);

describe('an import that continues a dataset', () => {
  it('is the same from the new days alone, from all days, and from scratch', async () => {
    const continues = await former();
    const appended = await importMarket(files.path, { daily: write(NEW), continues });
    const overlapping = await importMarket(files.path, { daily: write(OLD + NEW), continues });
    const scratch = await importMarket(files.path, { daily: write(OLD + NEW) });
    expect(overlapping.manifest.datasetHash).toBe(scratch.manifest.datasetHash);
    expect(appended.manifest.datasetHash).toBe(scratch.manifest.datasetHash);
    const panels = await Promise.all([appended, scratch].map(({ folder }) => loadContent(folder)));
    for (const panel of panels) {
      expect(panel.days).toEqual(['2024-01-02', '2024-01-03', '2024-01-04']);
      expect(valuesOf(panel, 'CLOSE', 'A')).toEqual([10, 11, 11]);
      expect(valuesOf(panel, 'VOLUME', 'B')).toEqual([200, 300, 400]);
    }
    expect(appended.quality).toMatchObject({ days: 3, symbols: 2, coverage: 1 });
  });

  it('keeps the identity of the former days', async () => {
    const continues = await former();
    const { folder } = await importMarket(files.path, { daily: write(NEW + row(4, 'C', 7)), continues });
    const [before, after] = await Promise.all([loadPanel(continues), loadPanel(folder)]);
    expect(after.symbols).toEqual(['A', 'B', 'C']);
    expect(hashSlice(after, '2024-01-03')).toBe(hashSlice(before, '2024-01-03'));
    expect(hashSlice(after, '2024-01-04')).not.toBe(hashSlice(before, '2024-01-04'));
  });

  it.each([
    ['a price of the past differs', OLD.replace('A,10,', 'A,10.5,') + NEW, /differs/],
    ['a symbol vanishes from the past', row(2, 'A', 10) + row(3, 'A', 11) + NEW, /differs/],
    ['a day vanishes from the past', row(2, 'A', 10) + row(2, 'B', 20) + NEW, /a day is gone/],
    ['a factor of the past differs', OLD.replace('300,2,', '300,3,') + NEW, /differs/],
  ])('is refused when %s', async (_, rows, message) => {
    const continues = await former();
    const attempt = importMarket(files.path, { daily: write(rows), continues });
    await expect(attempt).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringMatching(message),
    });
  });

  it('names the first difference', async () => {
    const continues = await former();
    const daily = write(OLD.replace('2024-01-03,B,21,22,20,21', '2024-01-03,B,21,22,20,20.5') + NEW);
    await expect(importMarket(files.path, { daily, continues })).rejects.toMatchObject({
      details: { expected: '21', actual: '20.5', where: 'matrix CLOSE, 2024-01-03, B' },
    });
  });

  it('is refused with other columns, another currency, or forward-adjusted new days', async () => {
    const continues = await former();
    const attempts = [
      { daily: [files.write('bare.csv', `${DAILY_HEADER}\n2024-01-04,A,10,11,9,10,5\n`)] },
      { daily: write(NEW), currency: 'USD' },
      { daily: write(NEW), forwardAdjusted: true },
    ];
    for (const attempt of attempts) {
      await expect(importMarket(files.path, { ...attempt, continues })).rejects.toMatchObject({
        code: 'CONFLICT',
      });
    }
  });
});
