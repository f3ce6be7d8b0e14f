import { describe, expect, it } from 'vitest';
import { dailyIcOf, factorValues, sharesOf } from '../../../../src/compute/evaluation/judge.ts';
import { preparePeriod } from '../../../../src/compute/evaluation/prepare-period.ts';
import { BACKENDS, type Backend } from '../../../../src/compute/kernels/registry.ts';
import type { Panel } from '../../../../src/compute/panel/panel.ts';
import { openLanguage } from '../../../../src/core/program/language.ts';
import { parseProgram } from '../../../../src/core/program/parse.ts';
import { summariseIc } from '../../../../src/core/statistics/ic-summary.ts';
import { hasOracleData, type OracleSection, readOracle } from '../../../support/oracle-files.ts';
import { ORACLE_FORMULAS } from '../../../support/oracle-formulas.ts';
import { dailyPanel, minutePanel } from '../../../support/oracle-panel.ts';
import { PLAIN_DEFINITION } from '../../../support/plain-definition.ts';

const MINUTE_SETS = [
  { title: 'A-share 1-min', file: 'ashare_1min_500x9d_2024-03.csv.gz', from: '2024-03-07', dailyFile: null },
  {
    title: 'A-share 15-min',
    file: 'ashare_15min_300x300_2025_2026.csv.gz',
    from: '2025-01-01',
    dailyFile: 'ashare_daily_1001x300_2025_2026.csv.gz',
  },
];

function checkSection(section: OracleSection, panelFor: (name: string) => Panel): void {
  for (const backend of BACKENDS) checkBackend(section, panelFor, backend);
}

function checkBackend(section: OracleSection, panelFor: (name: string) => Panel, backend: Backend): void {
  for (const row of section.rows) {
    const name = row.name.split(' ')[0]!;
    const panel = panelFor(name);
    const parsed = parseProgram(ORACLE_FORMULAS[name]!, openLanguage(panel));
    if (!parsed.ok) throw parsed.error;
    const period = preparePeriod(panel, PLAIN_DEFINITION, { from: panel.days[0]!, to: panel.days.at(-1)! });
    const daily = dailyIcOf(factorValues(parsed.value, period, backend), period);
    const counted = panel.days.filter((_, day) => !Number.isNaN(daily.rankIc[day]!));
    const ic = summariseIc(daily.ic, 1);
    const rankIc = summariseIc(daily.rankIc, 1);

    const where = `${backend}, ${section.title}, ${row.name}`;
    expect(panel.days.length, where).toBe(section.days);
    expect(panel.symbols.length, where).toBe(section.symbols);
    expect([ic.days, rankIc.days], where).toEqual([row.dates, row.dates]);
    expect([counted[0], counted.at(-1)], where).toEqual([row.first, row.last]);
    expect(sharesOf(daily, period).pairs, where).toBe(row.pairs);
    expectWithin(ic.mean, row.ic.mean, 1e-9, `${where}: mean IC`);
    expectWithin(ic.std, row.ic.std, 1e-9, `${where}: std of IC`);
    expectWithin(rankIc.mean, row.rankIc.mean, 5e-6, `${where}: mean rank IC`);
    expectWithin(rankIc.std, row.rankIc.std, 5e-6, `${where}: std of rank IC`);
  }
}

function expectWithin(actual: number | null, expected: number, tolerance: number, where: string): void {
  expect(actual, where).not.toBeNull();
  expect(Math.abs(actual! - expected), `${where}: ${actual} for ${expected}`).toBeLessThanOrEqual(tolerance);
}

describe.skipIf(!hasOracleData)('both backends against ICs computed with pandas', () => {
  const sections = hasOracleData ? readOracle() : [];

  it('knows every section of the reference', () => {
    expect(sections.map((section) => section.rows.length)).toEqual([6, 6, 6, 5, 7]);
  });

  it.each(sections.filter((section) => section.title.endsWith('.csv.gz')))(
    '$title',
    (section) => {
      const panel = dailyPanel(section.title);
      const period = preparePeriod(panel, PLAIN_DEFINITION, { from: panel.days[0]!, to: panel.days.at(-1)! });
      // The reference also counts labels of stocks that are suspended at T; those stocks have no factor then.
      expect(period.labelledCells).toBeLessThanOrEqual(section.finiteReturns);
      checkSection(section, () => panel);
    },
    120_000,
  );

  it.each(MINUTE_SETS)(
    '$title',
    ({ title, file, from, dailyFile }) => {
      const section = sections.find((candidate) => candidate.title.startsWith(title))!;
      const whole = minutePanel(file, { from, dailyFile, withoutFirstBar: false });
      const later = minutePanel(file, { from, dailyFile, withoutFirstBar: true });
      checkSection(section, (name) => (name.endsWith('b') ? later : whole));
    },
    120_000,
  );
});
