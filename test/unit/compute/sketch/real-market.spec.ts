import { describe, expect, it } from 'vitest';
import { Arena } from '../../../../src/compute/engine/arena.ts';
import { correlateDays } from '../../../../src/compute/engine/correlate-days.ts';
import { preparePeriod } from '../../../../src/compute/evaluation/prepare-period.ts';
import type { PreparedPeriod } from '../../../../src/compute/evaluation/prepared-period.ts';
import { planProgram } from '../../../../src/compute/plan/plan.ts';
import { viewPlan } from '../../../../src/compute/plan/run-plan.ts';
import { compareSketches } from '../../../../src/compute/sketch/compare-sketches.ts';
import { sketchFactor } from '../../../../src/compute/sketch/sketch-factor.ts';
import { layGrid, type SketchSize } from '../../../../src/compute/sketch/sketch-grid.ts';
import { SKETCH_SIZE } from '../../../../src/compute/sketch/sketch-size.ts';
import { drawProgram } from '../../../../src/core/evolution/draw-program.ts';
import { createVocabulary } from '../../../../src/core/evolution/vocabulary.ts';
import { openLanguage } from '../../../../src/core/program/language.ts';
import type { Program } from '../../../../src/core/program/program.ts';
import { openStream } from '../../../../src/core/random/random-stream.ts';
import { hasOracleData } from '../../../support/oracle-files.ts';
import { dailyPanel } from '../../../support/oracle-panel.ts';
import { PLAIN_DEFINITION } from '../../../support/plain-definition.ts';

const PROGRAMS = 40;

/** Each program on the labelled days, [days x stocks], missing outside the universe. */
function valuesOf(program: Program, period: PreparedPeriod): Float64Array {
  const { panel, universe, rows, labelledDays } = period;
  const stocks = panel.symbols.length;
  const workspace = new Arena(panel.days.length * stocks * 8);
  const view = viewPlan({
    plan: planProgram(program),
    panel,
    universe,
    backend: 'portable',
    rows,
    workspace,
  });
  const values = new Float64Array(labelledDays.length * stocks);
  labelledDays.forEach((day, at) => {
    for (let stock = 0; stock < stocks; stock++) {
      const inside = universe[day * stocks + stock] !== 0;
      values[at * stocks + stock] = inside ? view[(day - rows.from) * stocks + stock]! : Number.NaN;
    }
  });
  return values;
}

function exactly(left: Float64Array, right: Float64Array, period: PreparedPeriod): number {
  const { minimumStocks } = period.definition;
  const stocks = period.panel.symbols.length;
  const daily = correlateDays([left, right], { stocks, minimumStocks, pairs: 'all', kind: 'rank' });
  const counted = daily.filter((correlation) => !Number.isNaN(correlation));
  return counted.reduce((sum, correlation) => sum + correlation, 0) / counted.length;
}

function sketched(factors: readonly Float64Array[], period: PreparedPeriod, size: SketchSize) {
  const stocks = period.panel.symbols.length;
  const grid = layGrid(period, size);
  const sketches = factors.map((values) => {
    const picked = new Float64Array(grid.rows.length * stocks);
    grid.rows.forEach((row, at) => {
      const day = period.labelledDays.indexOf(row);
      picked.set(values.subarray(day * stocks, (day + 1) * stocks), at * stocks);
    });
    return sketchFactor(picked, grid);
  });
  return (i: number, j: number) => compareSketches(sketches[i]!, sketches[j]!, grid);
}

describe.skipIf(!hasOracleData)('sketches on 800 A-shares', () => {
  it('err as they state, and less the larger they are', { timeout: 120_000 }, () => {
    const panel = dailyPanel('ashare_daily_800_2016_2021.csv.gz');
    const period = preparePeriod(panel, PLAIN_DEFINITION, { from: '2020-01-01', to: '2020-12-31' });
    const vocabulary = createVocabulary(openLanguage(panel), []);
    const programs = new Map<string, Program>();
    for (let slot = 0; programs.size < PROGRAMS; slot++) {
      const stream = openStream('sketches', { generation: 0, slot, purpose: 'initialise' });
      const avoid = new Set(programs.keys());
      const program = drawProgram(vocabulary, { minimum: 4, maximum: 14 }, { stream, avoid });
      programs.set(program.hash, program);
    }
    const factors = [...programs.values()].map((program) => valuesOf(program, period));
    const pairs = factors.flatMap((_, i) => [1, 2, 5, 11].map((step) => [i, (i + step) % PROGRAMS] as const));
    const exact = pairs.map(([i, j]) => exactly(factors[i]!, factors[j]!, period));

    const errorsAt = (size: SketchSize) => {
      const compare = sketched(factors, period, size);
      return pairs.flatMap(([i, j], at) => {
        const { correlation, standardError } = compare(i, j);
        const error = Math.abs(correlation - exact[at]!);
        return Number.isNaN(error) || Number.isNaN(standardError) ? [] : [{ error, standardError }];
      });
    };
    const rms = (errors: readonly { error: number }[]): number =>
      Math.sqrt(errors.reduce((sum, { error }) => sum + error * error, 0) / errors.length);
    const curve = [10, 32, SKETCH_SIZE.days].map((days) => errorsAt({ days, stocks: SKETCH_SIZE.stocks }));
    const [few, some, ours] = curve.map(rms) as [number, number, number];
    console.log(`error of sketches of ${SKETCH_SIZE.stocks} stocks at 10, 32, 64 days: ${[few, some, ours]}`);
    expect(curve[2]!.length).toBeGreaterThan(100);
    expect(ours).toBeLessThan(0.025);
    expect(some).toBeLessThan(few);
    expect(ours).toBeLessThan(some);
    const covered = curve[2]!.filter(({ error, standardError }) => error <= 3 * standardError + 0.005);
    expect(covered.length / curve[2]!.length).toBeGreaterThan(0.97);
  });
});
