import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSize, type PanelSize } from '../../../../../src/compute/panel/import/check-size.ts';
import type { MarketFrame } from '../../../../../src/compute/panel/import/market-frame.ts';

const frame = (days: number, symbols: number): MarketFrame => ({
  dayKeys: Array.from({ length: days }, (_, day) => day),
  days: Array.from({ length: days }, String),
  symbols: Array.from({ length: symbols }, String),
  rowOfDay: new Map(),
  columnOfSymbol: new Int32Array(),
});
const minutes: PanelSize = { daily: 5, minutes: 5, bars: 240, minuteDays: 250, tilesFolder: null };
const onDisk = { ...minutes, tilesFolder: join(tmpdir(), 'not', 'there', 'yet') };

describe('a panel that is too large', () => {
  it('is one whose minute bars do not fit the memory, where they are to lie there', () => {
    const market = frame(250, 4000);
    expect(() => checkSize(market, minutes)).toThrow(expect.objectContaining({ code: 'DATASET_TOO_LARGE' }));
    expect(() => checkSize(market, { ...minutes, minutes: 1 })).not.toThrow();
    expect(() => checkSize(market, onDisk, 200 * 2 ** 20)).not.toThrow();
    expect(() => checkSize(market, onDisk, 100 * 2 ** 20)).toThrow('would not fit');
  });

  it('or whose tiles do not fit the disk', () => {
    const market = frame(1, 2 ** 16);
    const tiles = { ...onDisk, daily: 0, minutes: 1, bars: 240, minuteDays: 1e7 };
    expect(() => checkSize(market, tiles)).toThrow(
      expect.objectContaining({
        code: 'DATASET_TOO_LARGE',
        message: expect.stringContaining('on the disk'),
        details: expect.objectContaining({ remedy: expect.stringContaining('Make room') }),
      }),
    );
  });
});
