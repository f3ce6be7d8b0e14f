import { describe, expect, it } from 'vitest';
import { planProgram } from '../../../../src/compute/plan/plan.ts';
import { runPlan } from '../../../../src/compute/plan/run-plan.ts';
import { programOf, tinyPanel } from '../../../support/tiny-panel.ts';

/** Wavy but repeatable prices of a few stocks, with a hole. */
function wave(days: number, stocks: number, shift: number): number[][] {
  return Array.from({ length: days }, (_, day) =>
    Array.from({ length: stocks }, (_, stock) =>
      day === 13 && stock === 1 ? Number.NaN : 10 + Math.sin(day * (stock + 1) + shift) + stock,
    ),
  );
}

const minuteRows = wave(40 * 4, 3, 5);
const panel = tinyPanel({
  matrices: { CLOSE: wave(40, 3, 0), HIGH: wave(40, 3, 1), VOLUME: wave(40, 3, 2) },
  vectors: { MARKET_RETURN: Array.from({ length: 40 }, (_, day) => Math.cos(day) / 50) },
  minutes: { close: minuteRows, volume: wave(40 * 4, 3, 7) },
  session: { opens: 570, barStamps: [585, 600, 615, 630] },
});

describe('planProgram', () => {
  it.each([
    ['CLOSE/HIGH', 0],
    ['ts_mean(CLOSE,5)/CLOSE', 4],
    ['ts_diff(CLOSE,5)/CLOSE', 5],
    ['ts_delay(ts_mean(CLOSE,5),3)/CLOSE', 7],
    ['ts_norm(cs_norm(HIGH),20)', 19],
    ['ts_mean(close,240)/CLOSE', 0],
    ['ts_max(ts_mean(close,240)/CLOSE,5)', 4],
  ])('%s looks %i rows back', (formula, rows) => {
    expect(planProgram(programOf(formula, panel)).warmUpRows).toBe(rows);
  });

  it('keeps the order of the program and releases each result after its last use', () => {
    const plan = planProgram(programOf('ts_mean(CLOSE,5)/CLOSE', panel));
    expect(plan.steps.map((step) => (step.kind === 'leaf' ? step.field : step.operator))).toEqual([
      'CLOSE',
      'ts_mean',
      'protecteddiv',
    ]);
    expect(plan.releases).toEqual([[], [], [0, 1]]);
  });
});

describe('runPlan', () => {
  it.each([
    'ts_mean(CLOSE,5)/CLOSE',
    'ts_norm(cs_norm(HIGH),20)',
    'ts_skew(ts_delay(CLOSE,3)/HIGH,5)',
    'ts_corr(HIGH,VOLUME,5)+ts_corr(close,volume,240)',
    'protecteddiv(interval(volume,sum,9:30,10:00)/VOLUME,MARKET_RETURN)',
    'ts_max(ts_std(close,240)/CLOSE,2)',
  ])('%s on some rows equals the same rows of the whole, bit for bit', (formula) => {
    const plan = planProgram(programOf(formula, panel));
    const universe = Uint8Array.from({ length: 120 }, (_, cell) => (cell % 3 === 2 && cell < 45 ? 0 : 1));
    const whole = runPlan(plan, panel, universe, 'reference', { from: 0, to: 40 });
    for (const range of [
      { from: 25, to: 40 },
      { from: 3, to: 9 },
      { from: 39, to: 40 },
    ]) {
      const part = runPlan(plan, panel, universe, 'reference', range);
      expect([...part]).toEqual([...whole.slice(range.from * 3, range.to * 3)]);
    }
    expect(whole.some((value) => !Number.isNaN(value))).toBe(true);
  });

  it('leaves the panel as it was', () => {
    const before = panel.matrices.get('CLOSE')!.slice();
    runPlan(planProgram(programOf('cs_norm(ts_mean(CLOSE,2))', panel)), panel, null, 'reference', {
      from: 0,
      to: 40,
    });
    expect([...panel.matrices.get('CLOSE')!]).toEqual([...before]);
  });
});
