import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FactorStatistics } from '../../src/core/statistics/factor-statistics.ts';
import { hasOracleData, ORACLE_FOLDER, type OracleRow, readOracle } from '../support/oracle-files.ts';
import { ORACLE_FORMULAS } from '../support/oracle-formulas.ts';
import { runCli } from '../support/run-cli.ts';

type Answer = FactorStatistics & { readonly formula: string };

const file = (name: string): string => path.join(ORACLE_FOLDER, name);

/** Rows of the reference that files of the command line can give: not those that drop the day's first bar. */
const SETS = [
  {
    title: 'ashare_daily_demo120',
    names: ['F1', 'F2', 'F3', 'F4', 'F5', 'F6'],
    args: ['--prices', file('ashare_daily_demo120_2019_2021.csv.gz')],
  },
  {
    title: 'A-share 1-min',
    names: ['M1', 'M2', 'M3'],
    args: [
      ...['--minutes', file('ashare_1min_500x9d_2024-03.csv.gz')],
      ...['--from', '2024-03-07', '--to', '2024-03-15'],
    ],
  },
  {
    title: 'A-share 15-min',
    names: ['M1', 'M2', 'M3', 'M4', 'M5'],
    args: [
      ...['--minutes', file('ashare_15min_300x300_2025_2026.csv.gz')],
      ...['--prices', file('ashare_daily_1001x300_2025_2026.csv.gz')],
    ],
  },
];

function rowsOf(title: string, names: readonly string[]): OracleRow[] {
  const section = readOracle().find((candidate) => candidate.title.startsWith(title))!;
  return names.map((name) => section.rows.find((row) => row.name.split(' ')[0] === name)!);
}

function expectRow({ ic, rankIc, pairs, series }: Answer, row: OracleRow): void {
  const counted = series.days.filter((_, day) => series.rankIc[day] !== null);
  expect({ days: [ic.days, rankIc.days], pairs, first: counted[0], last: counted.at(-1) }, row.name).toEqual({
    days: [row.dates, row.dates],
    pairs: row.pairs,
    first: row.first,
    last: row.last,
  });
  expectWithin(ic.mean, row.ic.mean, 1e-9, `${row.name}: mean IC`);
  expectWithin(ic.std, row.ic.std, 1e-9, `${row.name}: std of IC`);
  expectWithin(rankIc.mean, row.rankIc.mean, 5e-6, `${row.name}: mean rank IC`);
  expectWithin(rankIc.std, row.rankIc.std, 5e-6, `${row.name}: std of rank IC`);
}

function expectWithin(actual: number | null, expected: number, tolerance: number, where: string): void {
  expect(actual, where).not.toBeNull();
  expect(Math.abs(actual! - expected), `${where}: ${actual} for ${expected}`).toBeLessThanOrEqual(tolerance);
}

describe.skipIf(!hasOracleData)('the command evaluate against ICs computed with pandas', () => {
  it.each(SETS)(
    '$title',
    async ({ title, names, args }) => {
      const formulas = names.map((name) => ORACLE_FORMULAS[name]!);
      const asked = formulas.flatMap((formula) => ['--formula', formula]);
      const { code, stdout, stderr } = await runCli(['evaluate', ...args, ...asked, '--series', '--json']);
      expect(stderr).toBe('');
      expect(code).toBe(0);
      const answers = JSON.parse(stdout) as Answer[];
      expect(answers.map(({ formula }) => formula)).toEqual(formulas);
      rowsOf(title, names).forEach((row, index) => {
        expectRow(answers[index]!, row);
      });
    },
    240_000,
  );
});
