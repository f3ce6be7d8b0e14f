import { describe, expect, it } from 'vitest';
import { dailyLimitPercent, looksLikeAShare } from '../../../../src/compute/evaluation/board-rules.ts';
import { limitLockedDays } from '../../../../src/compute/evaluation/limit-locked.ts';
import { tinyPanel } from '../../../support/tiny-panel.ts';

const NONE = Number.NaN;

describe('dailyLimitPercent', () => {
  it.each([
    ['600000.SH', '2021-01-04', false, 10],
    ['000001', '2021-01-04', false, 10],
    ['600000.SH', '2021-01-04', true, 5],
    ['300750.SZ', '2020-08-21', false, 10],
    ['300750.SZ', '2020-08-21', true, 5],
    ['300750.SZ', '2020-08-24', false, 20],
    ['301001.SZ', '2021-12-01', true, 20],
    ['688981.SH', '2020-07-20', false, 20],
    ['830799.BJ', '2022-01-04', false, 30],
    ['430047.BJ', '2022-01-04', false, 30],
    ['920002.BJ', '2024-05-06', false, 30],
  ])('%s on %s (ST %s) may move %i%%', (symbol, day, isSt, percent) => {
    expect(dailyLimitPercent(symbol, day, isSt)).toBe(percent);
  });

  it.each([
    ['600000.SH', true],
    ['000001', true],
    ['AAPL', false],
    ['D0001', false],
    ['600000.US', false],
    ['700000', false],
  ])('%s looks like an A-share: %s', (symbol, expected) => {
    expect(looksLikeAShare(symbol)).toBe(expected);
  });
});

describe('limitLockedDays', () => {
  const matrices = { CLOSE: [[1, 1, 1, 1]] };
  const symbols = ['600000.SH', '600004.SH', '300750.SZ', '600006.SH'];
  const days = ['2021-01-04'];
  const rawPreviousClose = Float64Array.of(10.05, 10.05, 10.05, NONE);
  // 10.05 x 1.1 = 11.055, rounded half up to 11.06; x 0.9 = 9.045, rounded to 9.05.
  const rawClose = Float64Array.of(11.06, 9.05, 11.06, 11.06);

  it('board: the previous close rounded to the cent, by the rules of each board', () => {
    const panel = tinyPanel({ days, symbols, matrices, attributes: { rawClose, rawPreviousClose } });
    expect([...limitLockedDays(panel, 'board').mask!]).toEqual([1, 1, 0, 0]);
  });

  it('limits: closes at a limit column', () => {
    const attributes = {
      rawClose,
      limitUp: Float64Array.of(11.06, 20, 20, NONE),
      limitDown: Float64Array.of(1, 9.05, 1, NONE),
    };
    const panel = tinyPanel({ days, symbols, matrices, attributes });
    expect([...limitLockedDays(panel, 'limits').mask!]).toEqual([1, 1, 0, 0]);
  });

  it('auto: limit columns, else board rules, else off, and says which', () => {
    const limits = { rawClose, limitUp: rawClose, limitDown: rawClose };
    const byLimits = tinyPanel({ days, symbols, matrices, attributes: { ...limits, rawPreviousClose } });
    expect(limitLockedDays(byLimits, 'auto').notes).toEqual(['LIMIT_LOCKED_BY_COLUMNS']);
    const byBoard = tinyPanel({ days, symbols, matrices, attributes: { rawClose, rawPreviousClose } });
    expect(limitLockedDays(byBoard, 'auto').notes).toEqual(['LIMIT_LOCKED_BY_BOARD_RULES']);
    const foreign = tinyPanel({ days, matrices, attributes: { rawClose, rawPreviousClose } });
    expect(limitLockedDays(foreign, 'auto')).toEqual({ mask: null, notes: ['LIMIT_LOCKED_UNKNOWN'] });
  });

  it.each(['limits', 'board'] as const)('%s is refused where its columns are missing', (rule) => {
    const panel = tinyPanel({ days, symbols, matrices });
    expect(() => limitLockedDays(panel, rule)).toThrow(
      expect.objectContaining({ code: 'UNIVERSE_UNAVAILABLE' }),
    );
  });
});
