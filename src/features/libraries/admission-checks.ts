import type { CorrelationKind, EvaluationDefinition, Period } from '../../core/experiment/experiment.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { FactorStatistics } from '../../core/statistics/factor-statistics.ts';

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
}

export interface AdmissionCheck {
  readonly name: 'MINIMUM_IC' | 'STYLE_RESIDUAL_IC' | 'MINIMUM_COVERAGE' | 'MAXIMUM_CORRELATION';
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

/** Every check with its limit and value, whether it passed or not. */
export function checkAdmission(
  rules: LibraryRules,
  measured: Pick<FactorStatistics, 'ic' | 'rankIc' | 'coverage' | 'residual'>,
  correlations: readonly MemberCorrelation[],
): AdmissionCheck[] {
  const mean = rules.icKind === 'rank' ? measured.rankIc.mean : measured.ic.mean;
  const ic = mean === null ? null : Math.abs(mean);
  const { coverage } = measured;
  return [
    check('MINIMUM_IC', rules.minimumIc, ic, ic !== null && ic >= rules.minimumIc),
    ...checkResidual(rules, measured.residual ?? null),
    check('MINIMUM_COVERAGE', rules.minimumCoverage, coverage, coverage >= rules.minimumCoverage),
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

/** What the failed checks say to whoever wanted the factor in. */
export function notAdmitted(library: string, checks: readonly AdmissionCheck[]): Refusal {
  const problems = checks
    .filter(({ passed }) => !passed)
    .map(({ name, limit, value, with: member }) => ({
      where: name,
      expected: name === 'MAXIMUM_CORRELATION' ? `at most ${limit} either way` : `at least ${limit}`,
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
