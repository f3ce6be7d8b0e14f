import { describe, expect, it } from 'vitest';
import { factorValues } from '../../../../../src/compute/evaluation/judge.ts';
import { preparePeriod } from '../../../../../src/compute/evaluation/prepare-period.ts';
import { openLanguage } from '../../../../../src/core/program/language.ts';
import { parseProgram } from '../../../../../src/core/program/parse.ts';
import { dailyIc } from '../../../../../src/core/statistics/daily-ic.ts';
import { summariseIc } from '../../../../../src/core/statistics/ic-summary.ts';
import { hasOracleData, readOracle } from '../../../../support/oracle-files.ts';
import { ORACLE_FORMULAS } from '../../../../support/oracle-formulas.ts';
import { dailyPanel } from '../../../../support/oracle-panel.ts';
import { PLAIN_DEFINITION } from '../../../../support/plain-definition.ts';
import { DayMemory } from './day-memory.ts';

/**
 * Factors are computed in float64 here, so that nothing but the judge is in question. On the values it is given it has to be
 * exact. Those are rounded to float32, which makes equals of neighbours that rounding of float64 had told apart: of rank ICs
 * computed before rounding it lies further off, the more so the fewer stocks there are, and most for F4, a quotient of
 * differences of prices in cents.
 */
const IC_TOLERANCE = 1e-8;
const rankIcTolerance = (name: string, stocks: number): number => {
  if (name.startsWith('F4')) return 2e-4;
  return stocks < 300 ? 2e-5 : 5e-6;
};

describe.skipIf(!hasOracleData)('judge against ICs computed with pandas', () => {
  const sections = hasOracleData ? readOracle().filter(({ title }) => title.endsWith('.csv.gz')) : [];

  it.each(sections)(
    '$title',
    ({ title, rows }) => {
      const panel = dailyPanel(title);
      const period = preparePeriod(panel, PLAIN_DEFINITION, { from: panel.days[0]!, to: panel.days.at(-1)! });
      const { minimumStocks, winsorise } = PLAIN_DEFINITION;
      for (const { name, dates, ic, rankIc } of rows) {
        const parsed = parseProgram(ORACLE_FORMULAS[name.split(' ')[0]!]!, openLanguage(panel));
        if (!parsed.ok) throw parsed.error;
        const memory = new DayMemory(panel.days.length, panel.symbols.length);
        const factor = Float32Array.from(factorValues(parsed.value, period, 'portable'));
        const labels = Float32Array.from(period.labels);
        const options = { minimumStocks, winsorise };
        const daily = memory.judge(memory.lay(factor), memory.labels(labels), options);
        const exact = [Float64Array.from(factor), Float64Array.from(labels)] as const;
        const same = dailyIc(...exact, { ...options, stocks: panel.symbols.length });
        expect(daily.pairs, name).toEqual(same.pairs);
        same.rankIc.forEach((rank, day) => {
          expectNear(daily.rankIc[day]!, rank, 1e-12, `${name}: rank IC of day ${day}`);
          expectNear(daily.ic[day]!, same.ic[day]!, 1e-7, `${name}: IC of day ${day}`);
        });
        const ofRank = rankIcTolerance(name, panel.symbols.length);
        const [actualIc, actualRankIc] = [summariseIc(daily.ic, 1), summariseIc(daily.rankIc, 1)];
        expect([actualIc.days, actualRankIc.days], name).toEqual([dates, dates]);
        expectNear(actualIc.mean, ic.mean, IC_TOLERANCE, `${name}: mean IC`);
        expectNear(actualIc.std, ic.std, IC_TOLERANCE, `${name}: std of IC`);
        expectNear(actualRankIc.mean, rankIc.mean, ofRank, `${name}: mean rank IC`);
        expectNear(actualRankIc.std, rankIc.std, ofRank, `${name}: std of rank IC`);
      }
    },
    120_000,
  );
});

function expectNear(actual: number | null, expected: number, tolerance: number, what: string): void {
  const agree = Number.isNaN(expected) ? Number.isNaN(actual) : Math.abs(actual! - expected) <= tolerance;
  if (actual === null || !agree) expect.fail(`${what}: ${actual} for ${expected}`);
}
