import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateProgram } from '../../../src/compute/evaluation/evaluate-program.ts';
import { factorValues } from '../../../src/compute/evaluation/judge.ts';
import { preparePeriod } from '../../../src/compute/evaluation/prepare-period.ts';
import { asPanel } from '../../../src/compute/panel/describe-panel.ts';
import type { Panel } from '../../../src/compute/panel/panel.ts';
import { invariant } from '../../../src/core/outcome/refusal.ts';
import { openLanguage } from '../../../src/core/program/language.ts';
import { parseProgram } from '../../../src/core/program/parse.ts';
import type { Program } from '../../../src/core/program/program.ts';
import { generateDemoMarket } from '../../../src/demo-market/generate-demo-market.ts';
import { PLANTED_SIGNALS, RANK_IC_TOLERANCE } from '../../../src/demo-market/planted-signals.ts';
import { PLANTED_FORMULAS } from '../../../src/demo-market/signal-scores.ts';
import { figuresOf } from '../../support/minute-figures.ts';
import { PLAIN_DEFINITION } from '../../support/plain-definition.ts';

let panel: Panel;

beforeAll(() => {
  panel = asPanel(generateDemoMarket());
});

function programOf(formula: string): Program {
  const parsed = parseProgram(formula, openLanguage(panel));
  invariant(parsed.ok, `${formula} parses`);
  return parsed.value;
}

const whole = () => ({ from: panel.days[0]!, to: panel.days.at(-1)! });
const rankIcOf = (formula: string): number => {
  const options = { fitness: 'rank', backend: 'reference', decayHorizons: [1] } as const;
  return evaluateProgram(panel, programOf(formula), PLAIN_DEFINITION, whole(), options).rankIc.mean!;
};

describe('the planted signals', () => {
  it.each(PLANTED_SIGNALS)('$formula has the rank IC that is stated', ({ formula, rankIc }) => {
    expect(Math.abs(rankIcOf(formula) - rankIc)).toBeLessThan(RANK_IC_TOLERANCE);
  });

  it.each(PLANTED_SIGNALS.map(({ formula }, k) => [formula, k] as const))(
    '%s is what the generator planted',
    (formula, k) => {
      const period = preparePeriod(panel, PLAIN_DEFINITION, whole());
      const evaluated = factorValues(programOf(formula), period, 'reference');
      const cellFormula = PLANTED_FORMULAS[k]!;
      const stocks = panel.symbols.length;
      const openingVolume = openingVolumes(panel);
      const [open, close, volume] = ['OPEN', 'CLOSE', 'VOLUME'].map((name) => panel.matrices.get(name)!);
      const traded = { stocks, open: open!, close: close!, volume: volume!, openingVolume };
      let compared = 0;
      for (let cell = period.rows.from * stocks; cell < period.rows.to * stocks; cell += 7) {
        const planted = cellFormula(traded, Math.floor(cell / stocks), cell % stocks);
        const value = evaluated[cell - period.rows.from * stocks]!;
        if (Number.isNaN(planted) || Number.isNaN(value)) expect(value).toBe(planted);
        else expect(Math.abs(value - planted)).toBeLessThan(1e-9);
        compared++;
      }
      expect(compared).toBeGreaterThan(10_000);
    },
  );

  it('are each other\u2019s strangers, and nothing else was planted', () => {
    for (const formula of [
      'LOW/HIGH',
      'ts_std(CLOSE,10)/CLOSE',
      'ts_skew(VOLUME,20)',
      'interval(volume,sum,14:30,15:00)/VOLUME',
    ]) {
      expect(Math.abs(rankIcOf(formula)), formula).toBeLessThan(0.03);
    }
  });
});

function openingVolumes({ days, symbols, minutes, session }: Panel): Float64Array {
  const bars = session!.barStamps.length;
  const stocks = symbols.length;
  const volume = figuresOf(minutes, 'volume');
  const sums = new Float64Array(days.length * stocks);
  for (let cell = 0; cell < sums.length; cell++) {
    const [day, stock] = [Math.floor(cell / stocks), cell % stocks];
    for (let b = 0; session!.barStamps[b]! <= 600; b++) {
      sums[cell] = sums[cell]! + volume[(day * bars + b) * stocks + stock]!;
    }
  }
  return sums;
}
