import type { OperatorSetName } from '../operator/operator.ts';

/** Which stock-days take part in cross-sectional operators and in ICs, decided with what was known that day. */
export interface UniverseSpec {
  readonly excludeSt: boolean;
  /** Leave out each stock's first n trading days after its listing date; 0 = keep them. */
  readonly excludeFirstDays: number;
  /** In raw currency; null = no floor. */
  readonly minimumPrice: number | null;
  /** Money traded that day, in currency; null = no floor. */
  readonly minimumAmount: number | null;
}

/** Return that a factor at day T is judged by: CLOSE[T+lag+holding] / CLOSE[T+lag] - 1. */
export interface LabelSpec {
  readonly lagDays: number;
  readonly holdingDays: number;
  /** Drop labels whose entry day closes at a price limit: `limits` needs limit columns, `board` uses A-share board rules. */
  readonly dropLimitLocked: 'off' | 'auto' | 'limits' | 'board';
}

/** Inclusive range of trading days, `YYYY-MM-DD`. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export interface Periods {
  readonly train: Period;
  readonly validation: Period | null;
  readonly test: Period | null;
}

export type CorrelationKind = 'rank' | 'pearson';

/** What fitness is the |mean| of: the IC by ranks or values, or what is left of it once the styles are taken out. */
export type FitnessKind = CorrelationKind | 'residualRank' | 'residualPearson';

/** Well-known characteristics of stocks that many factors turn out to be: see `styleMatrices` for each. */
export type StyleName = 'return5' | 'return20' | 'volatility20' | 'turnover20' | 'size' | 'industry';

/** Everything that changes the value of a statistic. Its hash is part of the key of an evaluation. */
export interface EvaluationDefinition {
  readonly universe: UniverseSpec;
  readonly label: LabelSpec;
  /** Fraction of each day's values clipped at either end before the Pearson IC; 0 = none. */
  readonly winsorise: number;
  /** A date counts from this many pairs on. */
  readonly minimumStocks: number;
  /** Fitness is missing below this share of the period's labelled dates. */
  readonly minimumDateShare: number;
  /** Fitness is missing below this share of the universe's labelled cells. */
  readonly minimumCoverage: number;
  /** Groups of the quantile returns; null = 10 from 500 stocks on, else 5. */
  readonly groups: number | null;
  /** Styles that the residual IC takes out, of those that the dataset has; absent = all, which is no part of the hash. */
  readonly styles?: readonly StyleName[];
}

export type SelectionKind = 'best' | 'roulette' | 'tournament';
export type MutationKind = 'insert' | 'component' | 'node' | 'degenerate';

export interface CatastropheSettings {
  /** Every so many generations; 0 switches it off. */
  readonly everyGenerations: number;
  /** Share of the population, by fitness, whose similarities are computed. */
  readonly eliteShare: number;
  readonly sampledDates: number;
  /** |similarity| from which only the fitter survives. */
  readonly threshold: number;
  readonly similarity: CorrelationKind;
  /** Share of the vacancies filled with initial programs; the rest are mutated children of the living. */
  readonly initialShare: number;
  readonly initialSource: 'fresh' | 'firstGeneration';
}

/** One sieve of the cascade. */
export interface CascadeTier {
  /** Share of the stocks that a program is scored on. */
  readonly share: number;
  /** Share of those scored that goes on. */
  readonly passRate: number;
}

/** Children are scored on a part of the stocks first; only the best of them are judged in full. */
export interface CascadeSettings {
  /** Markets of fewer stocks are judged in full: a part of them says too little. */
  readonly fromStocks: number;
  /** By ascending share; judgement on all stocks follows the last. */
  readonly tiers: readonly CascadeTier[];
  /** Rejected children of a generation that are judged in full afterwards, to see what is lost; alters nothing. */
  readonly auditSize: number;
  /** A rejected child was worth its judgement where it would be among this share of the living, by fitness. */
  readonly auditTopShare: number;
}

export interface EvolutionSettings {
  readonly populationSize: number;
  readonly childrenPerGeneration: number;
  readonly selection: SelectionKind;
  readonly tournamentSize: number;
  /** Relative frequencies; they need not sum to 1. */
  readonly mutationWeights: Readonly<Record<MutationKind, number>>;
  readonly catastrophe: CatastropheSettings;
  /** `random` breeds nothing: each child is a fresh random program (the control of equal budget). */
  readonly search: 'evolution' | 'random';
  /** Null = every newborn is judged in full. */
  readonly cascade: CascadeSettings | null;
  /** A newborn that behaves like a living program joins as the shorter of the two, without a judgement of its own. */
  readonly fingerprints: boolean;
  /** Size of freshly drawn programs, operators and leaves. */
  readonly initialSize: { readonly minimum: number; readonly maximum: number };
}

export interface LanguageSettings {
  readonly operatorSet: OperatorSetName;
  /** Names left out of the set or of the dataset's fields. */
  readonly excludeOperators: readonly string[];
  readonly excludeFields: readonly string[];
  readonly windows: readonly number[];
  readonly maximumSize: number;
  readonly maximumDepth: number;
  readonly strictTable1: boolean;
  /** Allow minute fields, reduced over the session or an interval. */
  readonly minuteFields: boolean;
  /** Interval boundaries that random programs may use, `HH:MM`; empty = half-hours of the session. */
  readonly intervalTimes: readonly string[];
}

/** Decided at generation boundaries; null = no such limit. At least one is set. */
export interface StopConditions {
  readonly generations: number | null;
  readonly evaluations: number | null;
  readonly seconds: number | null;
  readonly targetFitness: number | null;
  /** Generations without a new best ever. */
  readonly stagnation: number | null;
}

/**
 * A validated, frozen configuration of search space and method, named by its hash. Dataset, seed and
 * warm-start programs belong to the run, not to the experiment.
 */
export interface Experiment {
  readonly language: LanguageSettings;
  readonly evaluation: EvaluationDefinition;
  readonly fitness: FitnessKind;
  readonly periods: Periods;
  readonly evolution: EvolutionSettings;
  readonly stop: StopConditions;
}
