import type { CorrelationKind } from '../../experiment/experiment.ts';
import type { TearSheet } from './tear-sheet.ts';

export const CHECK_NAMES = [
  'LOW_IC',
  'HIGH_TURNOVER',
  'LIBRARY_CORRELATION',
  'TOO_LONG',
  'LOW_COVERAGE',
  'NOT_SIGNIFICANT',
] as const;
export type CheckName = (typeof CHECK_NAMES)[number];

/** A check fails when what it is named after is the case. */
export interface TearSheetCheck {
  readonly name: CheckName;
  /** UNKNOWN: nothing could be measured, or nothing was given to measure against. */
  readonly result: 'PASS' | 'FAIL' | 'UNKNOWN';
  readonly limit: number;
  readonly value: number | null;
}

export interface CheckLimits {
  readonly minimumIc: number;
  readonly maximumTurnover: number;
  readonly maximumCorrelation: number;
  readonly maximumSize: number;
  readonly minimumCoverage: number;
  readonly maximumPValue: number;
}

/** What the checks look at beside the sheet; null = not known. */
export interface CheckedFacts {
  readonly fitness: CorrelationKind;
  /** Nodes of the expanded expression, windows not counted. */
  readonly size: number;
  /** With the most similar member of a library, signed. */
  readonly libraryCorrelation: number | null;
  /** Of the mean IC, as one of all programs tried. */
  readonly pValue: number | null;
}

/** Every check with limit and value, in the order of their names. */
export function tearSheetChecks(
  sheet: Pick<TearSheet, 'ic' | 'rankIc' | 'turnover' | 'coverage'>,
  facts: CheckedFacts,
  limits: CheckLimits,
): TearSheetCheck[] {
  const { mean } = (facts.fitness === 'rank' ? sheet.rankIc : sheet.ic).summary;
  const turnover = sheet.turnover.find(({ definition }) => definition === 'FACTOR_TURNOVER')?.mean ?? null;
  const values: Readonly<Record<CheckName, [value: number | null, limit: number, side: 'least' | 'most']>> = {
    LOW_IC: [mean === null ? null : Math.abs(mean), limits.minimumIc, 'least'],
    HIGH_TURNOVER: [turnover, limits.maximumTurnover, 'most'],
    LIBRARY_CORRELATION: [facts.libraryCorrelation, limits.maximumCorrelation, 'most'],
    TOO_LONG: [facts.size, limits.maximumSize, 'most'],
    LOW_COVERAGE: [sheet.coverage.mean, limits.minimumCoverage, 'least'],
    NOT_SIGNIFICANT: [facts.pValue, limits.maximumPValue, 'most'],
  };
  return CHECK_NAMES.map((name) => {
    const [value, limit, side] = values[name];
    if (value === null) return { name, result: 'UNKNOWN', limit, value };
    // -f is as much like a member as f is.
    const passes = side === 'least' ? value >= limit : Math.abs(value) <= limit;
    return { name, result: passes ? 'PASS' : 'FAIL', limit, value };
  });
}
