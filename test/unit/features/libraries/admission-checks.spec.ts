import { describe, expect, it } from 'vitest';
import { EXPERIMENT_DEFAULTS } from '../../../../src/core/experiment/defaults.ts';
import {
  bySimilarity,
  checkAdmission,
  type LibraryRules,
  type MemberCorrelation,
  notAdmitted,
} from '../../../../src/features/libraries/admission-checks.ts';

const rules: LibraryRules = {
  datasetId: '01900000-0000-7000-8000-000000000000',
  period: { from: '2019-01-01', to: '2019-12-31' },
  definition: EXPERIMENT_DEFAULTS.evaluation,
  icKind: 'rank',
  minimumIc: 0.02,
  maximumCorrelation: 0.7,
  minimumCoverage: 0.6,
};
const summary = (mean: number | null) => ({
  mean,
  std: 0.1,
  standardError: null,
  icir: null,
  icirAnnual: null,
  winRate: null,
  days: 240,
});
const measured = (rankIc: number | null, coverage = 0.9) => ({
  ic: summary(0.5),
  rankIc: summary(rankIc),
  coverage,
  factorTurnover: null,
});
const members = (...correlations: (number | null)[]): MemberCorrelation[] =>
  correlations.map((correlation, at) => ({
    factorId: `f${at}`,
    formula: `formula ${at}`,
    correlation,
    standardError: null,
  }));
const passed = (...asked: Parameters<typeof checkAdmission>): boolean[] =>
  checkAdmission(...asked).map((check) => check.passed);

describe('admission', () => {
  it('passes at its limits', () => {
    expect(passed(rules, measured(0.02, 0.6), members(0.7, -0.7))).toEqual([true, true, true]);
  });

  it('counts an IC by its size, of the kind that the rules name', () => {
    expect(passed(rules, measured(-0.03), [])).toEqual([true, true, true]);
    expect(passed(rules, measured(0.019), [])[0]).toBe(false);
    expect(passed({ ...rules, icKind: 'pearson' }, measured(0.001), [])[0]).toBe(true);
  });

  it('takes the negative of a member for what it is', () => {
    const checks = checkAdmission(rules, measured(0.03), members(0.2, -0.9, 0.5));
    expect(checks[2]).toEqual({
      name: 'MAXIMUM_CORRELATION',
      limit: 0.7,
      value: -0.9,
      passed: false,
      with: 'formula 1',
    });
  });

  it('fails what cannot be measured or compared', () => {
    expect(passed(rules, measured(null), [])[0]).toBe(false);
    expect(checkAdmission(rules, measured(0.03), members(0.1, null))[2]).toMatchObject({
      value: null,
      passed: false,
      with: 'formula 1',
    });
  });

  it('tells every failed check, with limit and value', () => {
    const refusal = notAdmitted('mine', checkAdmission(rules, measured(0.01, 0.5), members(-0.8)));
    expect(refusal.code).toBe('LIBRARY_NOT_ADMITTED');
    expect(refusal.details.problems?.map(({ where, actual }) => [where, actual])).toEqual([
      ['MINIMUM_IC', '0.01'],
      ['MINIMUM_COVERAGE', '0.5'],
      ['MAXIMUM_CORRELATION', '-0.8 with formula 0'],
    ]);
    expect(refusal.message).toContain('MINIMUM_IC: expected at least 0.02, got 0.01');
  });
});

it('the most similar come first whatever the sign, those without a figure last', () => {
  const sorted = members(0.1, null, -0.9, 0.9, -0.2).sort(bySimilarity);
  expect(sorted.map(({ factorId }) => factorId)).toEqual(['f2', 'f3', 'f4', 'f0', 'f1']);
});
