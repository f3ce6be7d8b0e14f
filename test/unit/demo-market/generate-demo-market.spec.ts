import { describe, expect, it } from 'vitest';
import { asPanel, describePanel } from '../../../src/compute/panel/describe-panel.ts';
import { assessQuality } from '../../../src/compute/panel/import/assess-quality.ts';
import type { PanelContent } from '../../../src/compute/panel/panel-content.ts';
import { DEFAULT_DEMO_MARKET } from '../../../src/demo-market/demo-settings.ts';
import { generateDemoMarket } from '../../../src/demo-market/generate-demo-market.ts';
import { figuresOf } from '../../support/minute-figures.ts';

const small = { stocks: 60, days: 260, bars: 8 } as const;
const market: PanelContent = generateDemoMarket(small);
const present = (values: Float64Array): number[] => [...values].filter((value) => !Number.isNaN(value));
const deviation = (values: readonly number[]): number => {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / values.length);
};

describe('the generated market', () => {
  it('is the same for the same seed and another for another', () => {
    const hash = (seed: string): string => asPanel(generateDemoMarket({ ...small, seed })).datasetHash;
    expect(hash('a')).toBe(hash('a'));
    expect(hash('a')).not.toBe(hash('b'));
  });

  it('does not change unawares: documentation and tests state figures of it', () => {
    expect(describePanel(generateDemoMarket()).datasetHash).toMatchInlineSnapshot(
      `"03c41c081bf654770a434ce8e38071b900c4de559c05afb8ab04cd02417e4b47"`,
    );
    expect(DEFAULT_DEMO_MARKET.stocks).toBeGreaterThanOrEqual(150);
  }, 20_000);

  it('has daily bars that are those of its minutes', () => {
    const bars = small.bars;
    const cells = small.days * small.stocks;
    for (let cell = 0; cell < cells; cell += 13) {
      const at = (name: string, bar: number): number =>
        figuresOf(market.minutes, name)[
          (Math.floor(cell / small.stocks) * bars + bar) * small.stocks + (cell % small.stocks)
        ]!;
      const all = (name: string): number[] => Array.from({ length: bars }, (_, bar) => at(name, bar));
      const daily = (name: string): number => market.matrices.get(name)![cell]!;
      expect(daily('OPEN')).toBe(at('open', 0));
      expect(daily('CLOSE')).toBe(at('close', bars - 1));
      expect(daily('HIGH')).toBe(Math.max(...all('high')));
      expect(daily('LOW')).toBe(Math.min(...all('low')));
      expect(daily('VOLUME')).toBe(all('volume').reduce((a, b) => a + b, 0));
    }
  });

  it('is sound: every open and close within its range, every price within its limits', () => {
    const quality = assessQuality(market, { suspendedRows: 0, ignoredColumns: [], daysWithoutMarket: 0 });
    expect(quality).toMatchObject({ outsideRange: 0, zeroVolumes: 0, jumps: { count: 0 } });
    const { rawClose, limitUp, limitDown } = market.attributes;
    for (const [cell, close] of rawClose!.entries()) {
      if (Number.isNaN(close) || Number.isNaN(limitUp![cell]!)) continue;
      expect(close).toBeLessThanOrEqual(limitUp![cell]!);
      expect(close).toBeGreaterThanOrEqual(limitDown![cell]!);
    }
  });

  it('has suspensions, listings, special treatment and dividends', () => {
    const { attributes, provenance, days } = market;
    const quality = assessQuality(market, { suspendedRows: 0, ignoredColumns: [], daysWithoutMarket: 0 });
    expect(quality.suspensions.stockDays).toBeGreaterThan(20);
    expect(attributes.listedOn?.filter((day) => day! > days[0]!).length).toBeGreaterThan(1);
    expect(attributes.isSt?.some((flag) => flag === 1)).toBe(true);
    expect(provenance.baseFactors).toEqual(Array(small.stocks).fill(1));
    const close = market.matrices.get('CLOSE')!;
    expect(close.some((price, cell) => price > attributes.rawClose![cell]! * 1.001)).toBe(true);
  });

  it('begins each stock at its listing, with raw prices', () => {
    const close = market.matrices.get('CLOSE')!;
    for (const [s, listed] of market.attributes.listedOn!.entries()) {
      const first = market.days.findIndex((_, row) => !Number.isNaN(close[row * small.stocks + s]!));
      expect(market.days[first]).toBe([listed!, market.days[0]!].sort().at(-1));
      expect(close[first * small.stocks + s]).toBe(market.attributes.rawClose![first * small.stocks + s]);
    }
  });

  it('moves like a market: a common factor, clusters of volatility, volume with the size of the move', () => {
    const close = market.matrices.get('CLOSE')!;
    const volume = market.matrices.get('VOLUME')!;
    const returnOf = (row: number, s: number): number =>
      close[row * small.stocks + s]! / close[(row - 1) * small.stocks + s]! - 1;
    const pooled: [number, number][] = [];
    for (let row = 1; row < small.days; row++) {
      for (let s = 0; s < small.stocks; s++) {
        const size = Math.abs(returnOf(row, s));
        const lots = volume[row * small.stocks + s]! / volume[(row - 1) * small.stocks + s]!;
        if (!Number.isNaN(size) && !Number.isNaN(lots)) pooled.push([size, Math.log(lots)]);
      }
    }
    pooled.sort(([a], [b]) => a - b);
    const third = Math.floor(pooled.length / 3);
    const meanLots = (part: [number, number][]): number =>
      part.reduce((sum, [, lots]) => sum + lots, 0) / part.length;
    expect(meanLots(pooled.slice(-third))).toBeGreaterThan(meanLots(pooled.slice(0, third)) + 0.2);
    const marketReturns = present(market.vectors.get('MARKET_RETURN')!);
    expect(deviation(marketReturns)).toBeGreaterThan(0.005);
    expect(deviation(marketReturns)).toBeLessThan(0.02);
    expect(present(market.vectors.get('MARKET_UP_RATIO')!).every((share) => share >= 0 && share <= 1)).toBe(
      true,
    );
    expect(Math.min(...present(market.vectors.get('MARKET_AMPLITUDE')!))).toBeGreaterThan(0);
  });

  it.each([{ stocks: 5 }, { days: 2 }, { bars: 7 }, { from: 'soon' }])('refuses %o', (settings) => {
    expect(() => generateDemoMarket({ ...small, ...settings })).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
  });
});
