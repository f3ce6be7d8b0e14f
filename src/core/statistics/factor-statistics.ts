import type { StyleName } from '../experiment/experiment.ts';

/** One correlation's series over the dates that count, and its summary. Signs are those of the raw factor. */
export interface IcSummary {
  /** Plain mean over the dates that count; null when none does. */
  readonly mean: number | null;
  /** ddof 1. */
  readonly std: number | null;
  /** Of the mean, by Newey and West: see `meanStandardError`. Null for fewer than two dates. */
  readonly standardError: number | null;
  /** |mean| / std, not annualised (qlib's ICIR). */
  readonly icir: number | null;
  /** icir x sqrt(252 / holding days) (the report's IR). */
  readonly icirAnnual: number | null;
  /** Share of dates whose IC has the sign of the mean. */
  readonly winRate: number | null;
  readonly days: number;
}

/** Aligned with the period's days; null where a date does not count. */
export interface IcSeries {
  readonly days: readonly string[];
  readonly ic: readonly (number | null)[];
  readonly rankIc: readonly (number | null)[];
}

/** What both the fitness and the store keep of a factor on one period. */
export interface IcStatistics {
  readonly ic: IcSummary;
  readonly rankIc: IcSummary;
  /** Factor-return pairs in all the dates that count. */
  readonly pairs: number;
  /** Pairs / labelled cells of the universe. */
  readonly coverage: number;
  /** Dates that count / labelled dates of the period. */
  readonly dateShare: number;
  /** Share of values that equal another value of the same day. */
  readonly tiedShare: number;
}

/** Annual returns of one portfolio in two definitions, each named where it is shown. */
export interface AnnualReturns {
  /** (1 + cumulative)^(1/years) - 1 (report). */
  readonly report: number | null;
  /** mean daily return x 252 / holding days (qlib). */
  readonly qlib: number | null;
}

export interface GroupStatistics {
  readonly groups: number;
  /** [groups][days]: equal-weighted return of each group, worst first after orientation by the IC's sign. */
  readonly dailyReturns: readonly (readonly (number | null)[])[];
  /** [groups][days]: compounded. */
  readonly cumulative: readonly (readonly number[])[];
  readonly annual: readonly AnnualReturns[];
  readonly longShort: AnnualReturns;
  readonly longLeg: AnnualReturns;
  /** Long leg less the mean of the universe. */
  readonly longLegExcess: AnnualReturns;
  /** Dates on which an extreme group held fewer than 10 stocks and gave none. */
  readonly daysWithoutExtremes: number;
}

/** The ICs of what the styles leave of a factor: see `styleResidualIc`. */
export interface ResidualStatistics {
  /** Styles that were taken out: those of the definition that the dataset has. */
  readonly styles: readonly StyleName[];
  readonly ic: IcSummary;
  readonly rankIc: IcSummary;
}

export interface FactorStatistics extends IcStatistics {
  /** Null where the dataset has no style; absent where it was measured before residual ICs were. */
  readonly residual?: ResidualStatistics | null;
  readonly series: IcSeries;
  /** +1 or -1: the sign of the mean IC of the fitness, by which groups are oriented. */
  readonly orientation: 1 | -1;
  readonly groups: GroupStatistics;
  /** Mean share of the long and short groups replaced each day. */
  readonly factorTurnover: number | null;
  /** Mean rank autocorrelation of the factor from one day to the next. */
  readonly rankAutocorrelation: number | null;
  /** Mean IC of the return over 1, 2, ... days ahead, by horizon. */
  readonly decay: readonly {
    readonly horizonDays: number;
    readonly ic: number | null;
    readonly rankIc: number | null;
  }[];
  /** Codes of what a reader should be warned of: TIED_VALUES, EMPTY_EXTREME_GROUPS, LOW_COVERAGE, BASE_DEPENDENT ... */
  readonly warnings: readonly string[];
}
