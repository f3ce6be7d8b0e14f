import { describe, expect, it } from 'vitest';
import { isBaseDependent } from '../../../../src/compute/evaluation/base-dependence.ts';
import type { Panel } from '../../../../src/compute/panel/panel.ts';
import { planProgram } from '../../../../src/compute/plan/plan.ts';
import { runPlan } from '../../../../src/compute/plan/run-plan.ts';
import { programOf, tinyPanel } from '../../../support/tiny-panel.ts';

const DAYS = 30;
const STOCKS = 12;

function pricesOf(salt: number): number[][] {
  return Array.from({ length: DAYS }, (_, day) =>
    Array.from({ length: STOCKS }, (_, stock) => 20 + stock + 3 * Math.sin(salt + day * (stock + 1.7))),
  );
}

/** The same market with each symbol's prices on a base of its own. */
function marketOn(bases: (stock: number) => number): Panel {
  const scaled = (salt: number): number[][] =>
    pricesOf(salt).map((row) => row.map((price, stock) => price * bases(stock)));
  return tinyPanel({
    matrices: { CLOSE: scaled(0), HIGH: scaled(1), LOW: scaled(2), VOLUME: pricesOf(3), AMOUNT: pricesOf(4) },
  });
}

describe('isBaseDependent', () => {
  // Powers of two scale floats exactly, so a formula that does not depend on the base keeps its bits.
  const asGiven = marketOn(() => 1);
  const rebased = marketOn((stock) => (stock % 3 === 0 ? 4 : stock % 3 === 1 ? 1 : 0.5));
  const whole = { from: 0, to: DAYS };

  it.each([
    ['CLOSE/HIGH', false],
    ['ts_mean(CLOSE,5)/(CLOSE+LOW)', false],
    ['ts_norm(CLOSE,5)', false],
    ['ts_corr(HIGH,VOLUME,10)', false],
    ['idx_max(HIGH,5)', false],
    ['cs_norm(VOLUME)', false],
    ['cs_rank(ts_diff(CLOSE,2)/CLOSE)', false],
    ['sigmoid(CLOSE/LOW)', false],
    ['sign(CLOSE-LOW)', false],
    ['cs_norm(HIGH)', true],
    ['ts_norm(cs_norm(HIGH),5)', true],
    ['ts_std(cs_norm(CLOSE),5)', true],
    ['cs_rank(ts_std(CLOSE,5))', true],
    ['AMOUNT/CLOSE', true],
    ['CLOSE/(CLOSE+AMOUNT)', true],
    ['ts_corr(CLOSE+AMOUNT,VOLUME,5)', true],
    ['CLOSE*VOLUME/AMOUNT/VOLUME', true],
  ])('%s: %s, and so do its values say', (formula, expected) => {
    expect(isBaseDependent(programOf(formula, asGiven))).toBe(expected);
    const valuesOn = (panel: Panel): number[] => [
      ...runPlan(planProgram(programOf(formula, panel)), panel, null, 'reference', whole),
    ];
    if (expected) expect(valuesOn(rebased)).not.toEqual(valuesOn(asGiven));
    else expect(valuesOn(rebased)).toEqual(valuesOn(asGiven));
  });
});
