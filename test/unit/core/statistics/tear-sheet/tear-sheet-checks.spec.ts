import { expect, it } from 'vitest';
import { summariseIc } from '../../../../../src/core/statistics/ic-summary.ts';
import { coverageView } from '../../../../../src/core/statistics/tear-sheet/coverage-view.ts';
import { icView } from '../../../../../src/core/statistics/tear-sheet/ic-view.ts';
import { tearSheetChecks } from '../../../../../src/core/statistics/tear-sheet/tear-sheet-checks.ts';

const LIMITS = {
  minimumIc: 0.02,
  maximumTurnover: 0.6,
  maximumCorrelation: 0.7,
  maximumSize: 10,
  minimumCoverage: 0.6,
  maximumPValue: 0.05,
};
const ics = (...values: number[]) =>
  icView('RANK_IC', Float64Array.from(values), { holdingDays: 1, movingAverageDays: [2] });
const sheetOf = (rankIc: ReturnType<typeof ics>) => ({
  ic: { ...rankIc, summary: summariseIc(new Float64Array(0), 1) },
  rankIc,
  turnover: [{ definition: 'FACTOR_TURNOVER' as const, mean: 0.6, best: [], worst: [] }],
  coverage: coverageView(Float64Array.from([1, 2, Number.NaN, 4]), Uint8Array.from([1, 1, 1, 0]), 4),
});
const resultsOf = (...[sheet, facts]: [ReturnType<typeof sheetOf>, object]) =>
  Object.fromEntries(
    tearSheetChecks(
      sheet,
      { fitness: 'rank', size: 10, libraryCorrelation: null, pValue: null, ...facts },
      LIMITS,
    ).map(({ name, result }) => [name, result]),
  );

it('a limit that is met passes; a sign does not matter; what is not known is not passed', () => {
  expect(resultsOf(sheetOf(ics(-0.03, -0.01)), { libraryCorrelation: -0.71, pValue: 0.05 })).toEqual({
    LOW_IC: 'PASS',
    HIGH_TURNOVER: 'PASS',
    LIBRARY_CORRELATION: 'FAIL',
    TOO_LONG: 'PASS',
    LOW_COVERAGE: 'PASS',
    NOT_SIGNIFICANT: 'PASS',
  });
  expect(resultsOf(sheetOf(ics()), { size: 11 })).toMatchObject({
    LOW_IC: 'UNKNOWN',
    LIBRARY_CORRELATION: 'UNKNOWN',
    TOO_LONG: 'FAIL',
    NOT_SIGNIFICANT: 'UNKNOWN',
  });
  expect(resultsOf(sheetOf(ics(0.5)), { fitness: 'pearson' })).toMatchObject({ LOW_IC: 'UNKNOWN' });
});
