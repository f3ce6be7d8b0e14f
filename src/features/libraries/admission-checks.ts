import type { CorrelationKind, EvaluationDefinition, Period } from '../../core/experiment/experiment.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { deflatedSignificance } from '../../core/statistics/deflated-significance.ts';
import type { FactorStatistics } from '../../core/statistics/factor-statistics.ts';
import { searchEffort } from '../../core/statistics/noise-ceiling.ts';

/** What a factor must pass to join a library, and where it is measured. */
export interface LibraryRules {
  readonly datasetId: string;
  readonly period: Period;
  readonly definition: EvaluationDefinition;
  readonly icKind: CorrelationKind;
  readonly minimumIc: number;
  readonly maximumCorrelation: number;
  readonly minimumCoverage: number;
  /** Of the style-residual IC of the same kind; absent = not asked for. */
  readonly minimumResidualIc?: number | null;
  /** Of the best and worst groups, a day; absent = not asked for. */
  readonly maximumFactorTurnover?: number | null;
  /** Largest p-value of the mean IC, adjusted for every program tried on the series; absent = not asked for. */
  readonly maximumPValue?: number | null;
  /** When a member has faded; absent = the defaults of `health.ts`. */
  readonly fading?: { readonly windowDays: number; readonly minimumShare: number };
}

export interface AdmissionCheck {
  readonly name:
    | 'MINIMUM_IC'
    | 'STYLE_RESIDUAL_IC'
    | 'MINIMUM_COVERAGE'
    | 'MAXIMUM_TURNOVER'
    | 'SIGNIFICANCE'
    | 'MAXIMUM_CORRELATION';
  readonly limit: number;
  /** Null where nothing could be measured, which does not pass. */
  readonly value: number | null;
  readonly passed: boolean;
  /** Formula of the member, for a correlation. */
  readonly with: string | null;
}

export interface MemberCorrelation {
  readonly factorId: string;
  readonly formula: string;
  /** Signed; null where no day counts. */
  readonly correlation: number | null;
  /** Of an estimate by sketches, null where too few days count; null of an exact figure. */
  readonly standardError: number | null;
}

/** Most similar first, whatever the sign; what could not be compared last. */
export function bySimilarity(a: MemberCorrelation, b: MemberCorrelation): number {
  const size = ({ correlation }: MemberCorrelation): number =>
    correlation === null ? -1 : Math.abs(correlation);
  return size(b) - size(a) || (a.factorId < b.factorId ? -1 : 1);
}

/**
 * Every check with its limit and value, whether it passed or not.
 * @param tries distinct programs tried on the series, for the significance
 */
export function checkAdmission(
  rules: LibraryRules,
  measured: Pick<FactorStatistics, 'ic' | 'rankIc' | 'coverage' | 'residual' | 'factorTurnover'>,
  correlations: readonly MemberCorrelation[],
  tries = 1,
): AdmissionCheck[] {
  const mean = rules.icKind === 'rank' ? measured.rankIc.mean : measured.ic.mean;
  const ic = mean === null ? null : Math.abs(mean);
  const { coverage } = measured;
  return [
    check('MINIMUM_IC', rules.minimumIc, ic, ic !== null && ic >= rules.minimumIc),
    ...checkResidual(rules, measured.residual ?? null),
    check('MINIMUM_COVERAGE', rules.minimumCoverage, coverage, coverage >= rules.minimumCoverage),
    ...checkTurnover(rules, measured.factorTurnover),
    ...checkSignificance(rules, measured, tries),
    checkCorrelation(rules.maximumCorrelation, correlations),
  ];
}

/** What the styles leave must know something of the return by itself; a dataset without styles cannot tell. */
function checkResidual(
  { minimumResidualIc, icKind }: LibraryRules,
  residual: FactorStatistics['residual'],
): AdmissionCheck[] {
  if (minimumResidualIc === undefined || minimumResidualIc === null) return [];
  const mean = (icKind === 'rank' ? residual?.rankIc.mean : residual?.ic.mean) ?? null;
  const ic = mean === null ? null : Math.abs(mean);
  return [check('STYLE_RESIDUAL_IC', minimumResidualIc, ic, ic !== null && ic >= minimumResidualIc)];
}

function checkTurnover(
  { maximumFactorTurnover: limit }: LibraryRules,
  turnover: number | null,
): AdmissionCheck[] {
  if (limit === undefined || limit === null) return [];
  return [check('MAXIMUM_TURNOVER', limit, turnover, turnover !== null && turnover <= limit)];
}

/** Found among so many, it must be more than luck: see `deflatedSignificance`. */
function checkSignificance(
  { maximumPValue: limit, icKind }: LibraryRules,
  measured: Pick<FactorStatistics, 'ic' | 'rankIc'>,
  tries: number,
): AdmissionCheck[] {
  if (limit === undefined || limit === null) return [];
  const { mean, standardError } = icKind === 'rank' ? measured.rankIc : measured.ic;
  const found =
    mean === null || standardError === null
      ? null
      : deflatedSignificance(mean, standardError, searchEffort(tries));
  const pValue = found?.adjustedPValue ?? null;
  return [check('SIGNIFICANCE', limit, pValue, pValue !== null && pValue <= limit)];
}

/** -f passes as little as f; a member that cannot be compared stands in the way, as its likeness is unknown. */
function checkCorrelation(limit: number, correlations: readonly MemberCorrelation[]): AdmissionCheck {
  const unknown = correlations.find(({ correlation }) => correlation === null);
  const nearest = unknown ?? [...correlations].sort(bySimilarity)[0];
  if (!nearest) return check('MAXIMUM_CORRELATION', limit, 0, true);
  const { correlation, formula } = nearest;
  const passed = correlation !== null && Math.abs(correlation) <= limit;
  return check('MAXIMUM_CORRELATION', limit, correlation, passed, formula);
}

const check = (
  name: AdmissionCheck['name'],
  limit: number,
  value: number | null,
  passed: boolean,
  member: string | null = null,
): AdmissionCheck => ({ name, limit, value, passed, with: member });

const atLeast = (limit: number): string => `at least ${limit}`;
const atMost = (limit: number): string => `at most ${limit}`;

const EXPECTED: Readonly<Record<AdmissionCheck['name'], (limit: number) => string>> = {
  MINIMUM_IC: atLeast,
  STYLE_RESIDUAL_IC: atLeast,
  MINIMUM_COVERAGE: atLeast,
  MAXIMUM_TURNOVER: atMost,
  SIGNIFICANCE: (limit) => `an adjusted p-value of at most ${limit}`,
  MAXIMUM_CORRELATION: (limit) => `at most ${limit} either way`,
};

/** What the failed checks say to whoever wanted the factor in. */
export function notAdmitted(library: string, checks: readonly AdmissionCheck[]): Refusal {
  const problems = checks
    .filter(({ passed }) => !passed)
    .map(({ name, limit, value, with: member }) => ({
      where: name,
      expected: EXPECTED[name](limit),
      actual: `${value ?? 'nothing that can be measured'}${member === null ? '' : ` with ${member}`}`,
    }));
  const said = problems.map(({ where, expected, actual }) => `${where}: expected ${expected}, got ${actual}`);
  return new Refusal('LIBRARY_NOT_ADMITTED', `library "${library}": ${said.join('; ')}`, {
    ...problems[0],
    problems,
    remedy:
      'admit another factor, retire the member that is alike, or force the admission, which is recorded',
  });
}
