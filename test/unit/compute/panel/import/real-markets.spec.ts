import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMarket } from '../../../../../src/compute/panel/import/read-market.ts';

/** Real markets beside the project, where a developer has them; nothing of them is part of the project. */
const folder = resolve(import.meta.dirname, '../../../../../../shared/data');
const file = (name: string): string => resolve(folder, name);
const market = file('ashare_market_2016_2021.csv');
const all = process.env.ALL_REAL_MARKETS === '1';

describe.skipIf(!existsSync(market))('real markets', () => {
  it('119 stocks over three years, with market vectors', async () => {
    const daily = [file('ashare_daily_demo120_2019_2021.csv.gz')];
    const { content, quality, badRows } = await readMarket({ daily, market });
    expect(quality).toMatchObject({ days: 730, symbols: 119, stockDays: 85155, labels: [] });
    expect([...content.vectors.keys()]).toHaveLength(4);
    expect(content.vectors.get('MARKET_RETURN')!.every(Number.isFinite)).toBe(true);
    expect(badRows.badRows).toBe(0);
    const { rawClose, isSt } = content.attributes;
    const firstRow = content.symbols.map((_, s) => {
      const cell = [...rawClose!.keys()].find((c) => c % 119 === s && !Number.isNaN(rawClose![c]!))!;
      return content.matrices.get('CLOSE')![cell]! - rawClose![cell]!;
    });
    expect(firstRow.every((difference) => difference === 0)).toBe(true);
    expect(isSt?.some((flag) => flag === 1)).toBe(true);
  });

  it('500 stocks over nine days of 241 minutes, the opening bar first, two days missing', async () => {
    const { content, quality } = await readMarket({ minutes: [file('ashare_1min_500x9d_2024-03.csv.gz')] });
    expect(content.session?.barStamps).toHaveLength(241);
    expect(content.session).toMatchObject({ opens: 570 });
    expect(content.session?.barStamps[0]).toBe(570);
    expect(quality).toMatchObject({ days: 9, symbols: 500, coverage: 1 });
    expect(quality.warnings.map(({ code }) => code)).toContain('CALENDAR_HOLES');
  }, 60_000);

  it.skipIf(!all)(
    '300 stocks over 300 days of 16 bars, with their daily companion',
    async () => {
      const { content, quality } = await readMarket({
        daily: [file('ashare_daily_1001x300_2025_2026.csv.gz')],
        minutes: [file('ashare_15min_300x300_2025_2026.csv.gz')],
      });
      expect(content.session).toMatchObject({ opens: 570 });
      expect(quality).toMatchObject({
        days: 300,
        symbols: 300,
        barsPerDay: 16,
        labels: ['FORWARD_ADJUSTED'],
      });
      expect(quality.minutes).toEqual({ missingDays: [], partialStockDays: 0 });
    },
    60_000,
  );

  it.skipIf(!all)(
    '800 stocks over six years, within 15 seconds',
    async () => {
      const started = performance.now();
      const { quality } = await readMarket({ daily: [file('ashare_daily_800_2016_2021.csv.gz')], market });
      expect(quality).toMatchObject({ days: 1461, symbols: 800, stockDays: 1_119_089 });
      expect(performance.now() - started).toBeLessThan(15_000);
    },
    60_000,
  );
});
