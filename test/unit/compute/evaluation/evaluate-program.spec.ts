import { describe, expect, it } from 'vitest';
import { evaluatePrepared, evaluateProgram } from '../../../../src/compute/evaluation/evaluate-program.ts';
import { judge } from '../../../../src/compute/evaluation/judge.ts';
import { preparePeriod } from '../../../../src/compute/evaluation/prepare-period.ts';
import type { EvaluationDefinition } from '../../../../src/core/experiment/experiment.ts';
import { PLAIN_DEFINITION } from '../../../support/plain-definition.ts';
import { consecutiveDays, programOf, tinyPanel } from '../../../support/tiny-panel.ts';

const DAYS = 60;
const STOCKS = 60;
const days = consecutiveDays(DAYS);

/** Repeatable noise in [-0.5, 0.5). */
function noise(day: number, stock: number, salt: number): number {
  const x = Math.sin(day * 12.9898 + stock * 78.233 + salt * 37.719) * 43758.5453;
  return x - Math.floor(x) - 0.5;
}

const stocksOf = <T>(make: (stock: number) => T): T[] => Array.from({ length: STOCKS }, (_, s) => make(s));

/** A market in which VOLUME at T foretells the return from T+1 to T+2, with noise. */
function plantedMarket() {
  const CLOSE: number[][] = [stocksOf(() => 10)];
  for (let day = 1; day < DAYS; day++) {
    CLOSE.push(
      stocksOf((stock) => {
        const signal = day >= 2 ? noise(day - 2, stock, 1) : 0;
        return CLOSE[day - 1]![stock]! * (1 + 0.02 * signal + 0.02 * noise(day, stock, 2));
      }),
    );
  }
  const VOLUME = days.map((_, day) => stocksOf((stock) => 2 + noise(day, stock, 1)));
  const HIGH = CLOSE.map((row) => row.map((close) => close * 1.01));
  return tinyPanel({ matrices: { CLOSE, VOLUME, HIGH } });
}

const panel = plantedMarket();
const definition: EvaluationDefinition = { ...PLAIN_DEFINITION, groups: 5 };
const whole = { from: days[0]!, to: days[DAYS - 1]! };
const options = { fitness: 'rank', backend: 'reference', decayHorizons: [1, 2, 5] } as const;
const evaluate = (formula: string, spec = definition) =>
  evaluateProgram(panel, programOf(formula, panel), spec, whole, options);

describe('evaluateProgram', () => {
  const planted = evaluate('cs_norm(VOLUME)');

  it('finds the planted signal in the right days, and in no others', () => {
    expect(planted.rankIc.mean).toBeGreaterThan(0.5);
    expect(planted.rankIc.days).toBe(DAYS - 2);
    expect(Math.abs(evaluate('ts_delay(cs_norm(VOLUME),1)').rankIc.mean!)).toBeLessThan(0.1);
    expect(planted.series.days).toEqual(days);
    expect(planted.series.rankIc.slice(-2)).toEqual([null, null]);
  });

  it('covers all labelled cells, with nothing tied and nothing to warn of', () => {
    expect(planted.pairs).toBe((DAYS - 2) * STOCKS);
    expect(planted.coverage).toBe(1);
    expect(planted.dateShare).toBe(1);
    expect(planted.tiedShare).toBe(0);
    expect(planted.warnings).toEqual([]);
  });

  it('orders the groups from worst to best, and long-short pays', () => {
    const annual = planted.groups.annual.map((group) => group.qlib!);
    expect([...annual].sort((a, b) => a - b)).toEqual(annual);
    expect(planted.groups.longShort.qlib).toBeCloseTo(annual[4]! - annual[0]!, 10);
    expect(planted.groups.longLegExcess.qlib!).toBeGreaterThan(0);
  });

  it('f and -f tell the same story but for their signs', () => {
    const flipped = evaluate('cs_norm(VOLUME-(VOLUME+VOLUME))');
    expect(flipped.orientation).toBe(-1);
    expect(flipped.rankIc.mean).toBeCloseTo(-planted.rankIc.mean!, 12);
    expect(flipped.groups).toEqual(planted.groups);
    expect(flipped.factorTurnover).toBe(planted.factorTurnover);
  });

  it('the IC decays: all of it lies in the first day, diluted over longer horizons', () => {
    const [first, second, fifth] = planted.decay;
    expect(first!.rankIc).toBe(planted.rankIc.mean);
    expect(second!.rankIc!).toBeLessThan(first!.rankIc!);
    expect(fifth!.rankIc!).toBeLessThan(second!.rankIc!);
  });

  it('a signal that is new every day turns over; one that stays does not', () => {
    expect(planted.factorTurnover).toBeGreaterThan(0.6);
    expect(Math.abs(planted.rankAutocorrelation!)).toBeLessThan(0.1);
    expect(evaluate('ts_mean(cs_norm(VOLUME),20)').rankAutocorrelation).toBeGreaterThan(0.8);
  });

  it('a rank-inert wrapping changes nothing of the rank IC', () => {
    expect(evaluate('sigmoid(cs_norm(VOLUME))').rankIc.mean).toBeCloseTo(planted.rankIc.mean!, 12);
  });
});

describe('warnings', () => {
  it('a factor of few values is tied, and leaves its extreme groups empty', () => {
    const { warnings, tiedShare, groups } = evaluate('idx_max(VOLUME,2)');
    expect(tiedShare).toBe(1);
    expect(warnings).toContain('TIED_VALUES');
    expect(warnings).toContain('EMPTY_EXTREME_GROUPS');
    expect(groups.longShort.qlib).toBeNull();
  });

  it('a formula that hangs on the adjustment base is flagged', () => {
    expect(evaluate('ts_norm(cs_norm(HIGH),5)').warnings).toContain('BASE_DEPENDENT');
    expect(evaluate('HIGH/CLOSE').warnings).not.toContain('BASE_DEPENDENT');
  });

  it('says so when limit-locked labels could not be told apart', () => {
    const label = { lagDays: 1, holdingDays: 1, dropLimitLocked: 'auto' } as const;
    expect(evaluate('HIGH/CLOSE', { ...definition, label }).warnings).toContain('LIMIT_LOCKED_UNKNOWN');
  });

  it('a long window covers too little of a short period', () => {
    const strict = { ...definition, minimumDateShare: 0.8, minimumCoverage: 0.6 };
    const { warnings } = evaluate('ts_norm(VOLUME,40)', strict);
    expect(warnings).toEqual(expect.arrayContaining(['LOW_COVERAGE', 'LOW_DATES']));
  });
});

describe('backends', () => {
  it('a tear sheet of the quick backend has the same ranks, hence the same rank ICs', () => {
    const program = programOf('cs_norm(VOLUME)', panel);
    const quick = evaluateProgram(panel, program, definition, whole, { ...options, backend: 'portable' });
    const truth = evaluateProgram(panel, program, definition, whole, options);
    expect(quick.series.rankIc).toEqual(truth.series.rankIc);
    expect(quick.decay.map((point) => point.rankIc)).toEqual(truth.decay.map((point) => point.rankIc));
  });
});

describe('judge', () => {
  const judged = (formula: string, spec: EvaluationDefinition, fitness: 'rank' | 'pearson' = 'rank') =>
    judge(programOf(formula, panel), preparePeriod(panel, spec, whole), { fitness, backend: 'reference' });

  it('fitness is the size of the mean IC of the chosen kind', () => {
    const rank = judged('cs_norm(VOLUME-(VOLUME+VOLUME))', definition);
    expect(rank.fitness).toBe(Math.abs(rank.rankIc!));
    expect(rank.rankIc).toBeLessThan(0);
    const pearson = judged('cs_norm(VOLUME)', definition, 'pearson');
    expect(pearson.fitness).toBe(Math.abs(pearson.ic!));
  });

  it('fitness is missing below the minimum of dates or of coverage', () => {
    const formula = 'ts_norm(VOLUME,40)';
    expect(judged(formula, definition).fitness).not.toBeNull();
    expect(judged(formula, { ...definition, minimumDateShare: 0.8 }).fitness).toBeNull();
    expect(judged(formula, { ...definition, minimumCoverage: 0.6 }).fitness).toBeNull();
  });

  it('a constant factor has no IC and no fitness', () => {
    const judgement = judged('CLOSE/CLOSE', definition);
    expect(judgement).toMatchObject({
      ic: null,
      rankIc: null,
      days: 0,
      pairs: 0,
      fitness: null,
      tiedShare: 1,
    });
  });

  it('agrees with the full evaluation, and with an evaluation of a part of the panel', () => {
    const period = preparePeriod(panel, definition, { from: days[30]!, to: days[50]! });
    const program = programOf('ts_norm(cs_norm(VOLUME),10)', panel);
    const statistics = evaluatePrepared(program, period, options);
    const judgement = judge(program, period, options);
    expect(judgement.rankIc).toBe(statistics.rankIc.mean);
    expect(judgement.days).toBe(19);
    const series = evaluate('ts_norm(cs_norm(VOLUME),10)').series.rankIc;
    expect(statistics.series.rankIc.slice(0, 19)).toEqual(series.slice(30, 49));
  });
});
