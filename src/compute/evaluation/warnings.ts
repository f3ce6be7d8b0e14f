import type { GroupStatistics } from '../../core/statistics/factor-statistics.ts';
import type { PreparedPeriod } from './prepared-period.ts';

/** Share of tied values from which ranks say little: a saturated sigmoid, a count, an index. */
export const TIED_SHARE_WARNING = 0.2;

export const WARNING_CODES = [
  'TIED_VALUES',
  'EMPTY_EXTREME_GROUPS',
  'LOW_COVERAGE',
  'LOW_DATES',
  'BASE_DEPENDENT',
  'LIMIT_LOCKED_UNKNOWN',
] as const;

interface Measured {
  readonly tiedShare: number;
  readonly coverage: number;
  readonly dateShare: number;
  readonly groups: GroupStatistics;
}

/** What a reader should be warned of before trusting a factor's figures. */
export function warningsOf(
  measured: Measured,
  period: PreparedPeriod,
  formula: { readonly baseDependent: boolean },
): string[] {
  const { definition } = period;
  const found: Readonly<Record<(typeof WARNING_CODES)[number], boolean>> = {
    TIED_VALUES: measured.tiedShare > TIED_SHARE_WARNING,
    EMPTY_EXTREME_GROUPS: measured.groups.daysWithoutExtremes > 0,
    LOW_COVERAGE: measured.coverage < definition.minimumCoverage,
    LOW_DATES: measured.dateShare < definition.minimumDateShare,
    BASE_DEPENDENT: formula.baseDependent,
    LIMIT_LOCKED_UNKNOWN: period.notes.includes('LIMIT_LOCKED_UNKNOWN'),
  };
  return WARNING_CODES.filter((code) => found[code]);
}
