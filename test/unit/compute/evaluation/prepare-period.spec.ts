import { describe, expect, it } from 'vitest';
import { preparePeriod } from '../../../../src/compute/evaluation/prepare-period.ts';
import type { EvaluationDefinition } from '../../../../src/core/experiment/experiment.ts';
import { PLAIN_DEFINITION } from '../../../support/plain-definition.ts';
import { consecutiveDays, tinyPanel } from '../../../support/tiny-panel.ts';

const NONE = Number.NaN;
const days = consecutiveDays(6);
const CLOSE = [
  [10, 100],
  [11, 100],
  [12, NONE],
  [15, 110],
  [15, 121],
  [18, 121],
];
const definition: EvaluationDefinition = { ...PLAIN_DEFINITION, minimumStocks: 2 };
const whole = { from: days[0]!, to: days[5]! };

describe('preparePeriod', () => {
  it('labels T by the return from T+1 to T+2, on exchange days', () => {
    const { labels } = preparePeriod(tinyPanel({ matrices: { CLOSE } }), definition, whole);
    expect([...labels]).toEqual([
      expect.closeTo(12 / 11 - 1, 12),
      NONE,
      expect.closeTo(15 / 12 - 1, 12),
      NONE,
      0,
      NONE, // not in the universe: it did not trade that day
      expect.closeTo(18 / 15 - 1, 12),
      0,
      NONE,
      NONE,
      NONE,
      NONE,
    ]);
  });

  it('counts labelled cells, and the days that could count', () => {
    const period = preparePeriod(tinyPanel({ matrices: { CLOSE } }), definition, whole);
    expect(period.labelledCells).toBe(5);
    expect(period.labelledDays).toEqual([3]);
  });

  it('no label crosses the last row of the period, though the panel goes on', () => {
    const panel = tinyPanel({ matrices: { CLOSE } });
    const period = preparePeriod(panel, definition, { from: days[1]!, to: days[3]! });
    expect(period.rows).toEqual({ from: 1, to: 4 });
    expect([...period.labels]).toEqual([expect.closeTo(0.25, 12), NONE, NONE, NONE, NONE, NONE]);
  });

  it('a longer holding takes more rows off the end', () => {
    const label = { lagDays: 1, holdingDays: 3, dropLimitLocked: 'off' } as const;
    const { labels } = preparePeriod(tinyPanel({ matrices: { CLOSE } }), { ...definition, label }, whole);
    expect([...labels].map(Number.isNaN)).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
      true,
      true,
      true,
      true,
      true,
      true,
    ]);
  });

  it('drops labels whose entry day closes at a limit, not those of the day itself', () => {
    const limitUp = new Float64Array(12).fill(NONE);
    limitUp[1 * 2] = 11;
    const rawClose = Float64Array.from(CLOSE.flat());
    const attributes = { rawClose, limitUp, limitDown: new Float64Array(12).fill(NONE) };
    const label = { lagDays: 1, holdingDays: 1, dropLimitLocked: 'limits' } as const;
    const panel = tinyPanel({ matrices: { CLOSE }, attributes });
    const { labels } = preparePeriod(panel, { ...definition, label }, whole);
    expect(labels[0]).toBeNaN();
    expect(labels[2]).toBeCloseTo(0.25, 12);
  });

  it('refuses a period without a trading day', () => {
    const panel = tinyPanel({ matrices: { CLOSE } });
    for (const period of [
      { from: '2030-01-01', to: '2031-01-01' },
      { from: '2000-01-01', to: '2001-01-01' },
      { from: days[4]!, to: days[2]! },
    ]) {
      expect(() => preparePeriod(panel, definition, period)).toThrow(
        expect.objectContaining({ code: 'PERIOD_INVALID' }),
      );
    }
  });
});
