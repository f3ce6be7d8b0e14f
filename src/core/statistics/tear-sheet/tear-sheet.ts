import type { AnnualReturns, FactorStatistics, IcSummary } from '../factor-statistics.ts';
import type { DefinitionId } from './definitions.ts';

/** Aligned with the sheet's days; null where a day has none. */
export type DaySeries = readonly (number | null)[];

export interface LagFigure {
  readonly lagDays: number;
  readonly value: number | null;
}

/** One kind of IC over the days. Signs are those of the raw factor. */
export interface IcView {
  readonly definition: DefinitionId;
  readonly summary: IcSummary;
  readonly daily: DaySeries;
  readonly movingAverages: readonly { readonly windowDays: number; readonly values: DaySeries }[];
  readonly cumulative: readonly number[];
  readonly autocorrelation: readonly LagFigure[];
}

/** The deepest fall of a curve from an earlier peak. */
export interface Drawdown {
  /** A fraction, 0 or negative. */
  readonly depth: number;
  /** Null where the curve never fell. */
  readonly peakDay: string | null;
  readonly troughDay: string | null;
  /** First day back at the peak; null while it is not. */
  readonly recoveredDay: string | null;
}

/** What a portfolio earned. Returns are fractions; each day's is known to a later day. */
export interface ReturnCurve {
  readonly definition: DefinitionId;
  readonly daily: DaySeries;
  readonly cumulative: readonly number[];
  /** Distance from the highest point so far, 0 or negative. */
  readonly drawdown: readonly number[];
  readonly annualReturn: number | null;
  readonly annualVolatility: number | null;
  readonly maximumDrawdown: Drawdown;
}

export interface GroupCurve {
  /** 1 is the worst after orientation by the IC's sign. */
  readonly group: number;
  readonly daily: DaySeries;
  readonly cumulative: readonly number[];
  readonly annual: AnnualReturns;
}

/** Share of new names in the best and the worst group of each day. */
export interface TurnoverView {
  readonly definition: DefinitionId;
  readonly mean: number | null;
  readonly best: DaySeries;
  readonly worst: DaySeries;
}

export interface RankAutocorrelationView {
  readonly definition: DefinitionId;
  /** From one day to the next. */
  readonly daily: DaySeries;
  readonly byLag: readonly LagFigure[];
}

/** A portfolio that is traded at the close after the signal, with costs and what cannot be traded. */
export interface TradedPortfolio {
  readonly gross: ReturnCurve;
  readonly net: ReturnCurve;
  /** One way: half the weight that changes hands, 1 = everything replaced. */
  readonly turnover: DaySeries;
  readonly meanTurnover: number | null;
  /** Mean cost of a day x 252. */
  readonly annualCost: number | null;
  /** Trades of a stock that were wished and not possible. */
  readonly blocked: { readonly limitUp: number; readonly limitDown: number; readonly halted: number };
}

export interface CoverageView {
  readonly definition: DefinitionId;
  /** Stocks of the universe each day. */
  readonly universe: readonly number[];
  /** Those with a value of the factor. */
  readonly present: readonly number[];
  readonly share: DaySeries;
  readonly mean: number | null;
}

/** A calendar month or year. */
export interface PartFigures {
  /** `2020` or `2020-03`. */
  readonly part: string;
  readonly ic: IcSummary;
  readonly rankIc: IcSummary;
  /** Compounded long less compounded short within the part (report); not annualised. */
  readonly longShort: number | null;
  readonly longExcess: number | null;
  /** Of the traded long-short after costs, compounded within the part. */
  readonly longShortNet: number | null;
  /** Of the long-short curve of the part alone. */
  readonly maximumDrawdown: number | null;
  readonly turnover: number | null;
  readonly coverage: number | null;
}

/** A part of the universe on which the same values are measured again. */
export interface UniverseFigures {
  readonly universe: UniverseName;
  /** Mean number a day. */
  readonly stocks: number;
  readonly ic: IcSummary;
  readonly rankIc: IcSummary;
  readonly coverage: number;
  readonly longShort: AnnualReturns;
}

export const UNIVERSE_NAMES = [
  'WHOLE',
  'NOT_ST',
  'ST',
  'MAIN_BOARD',
  'CHINEXT',
  'STAR',
  'BEIJING',
  'LARGE_AMOUNT',
  'SMALL_AMOUNT',
] as const;
export type UniverseName = (typeof UNIVERSE_NAMES)[number];

/** Everything that is drawn of one factor on one period. */
export interface TearSheet {
  /** The period's trading days: when the factor was known. */
  readonly days: readonly string[];
  readonly orientation: 1 | -1;
  readonly ic: IcView;
  readonly rankIc: IcView;
  readonly decay: FactorStatistics['decay'];
  readonly groups: readonly GroupCurve[];
  readonly daysWithoutExtremes: number;
  /** Long-short and long leg in every definition, before costs. */
  readonly curves: readonly ReturnCurve[];
  readonly longTraded: TradedPortfolio;
  readonly longShortTraded: TradedPortfolio;
  readonly turnover: readonly TurnoverView[];
  readonly rankAutocorrelation: readonly RankAutocorrelationView[];
  readonly coverage: CoverageView;
  readonly tiedShare: number;
  readonly byMonth: readonly PartFigures[];
  readonly byYear: readonly PartFigures[];
  readonly byUniverse: readonly UniverseFigures[];
  readonly warnings: readonly string[];
}
