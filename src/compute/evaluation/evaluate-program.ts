import type { EvaluationDefinition, FitnessKind, Period } from '../../core/experiment/experiment.ts';
import { correlationOf } from '../../core/experiment/styles.ts';
import type { Program } from '../../core/program/program.ts';
import type { RankFunction } from '../../core/statistics/average-ranks.ts';
import type { DailyIc } from '../../core/statistics/daily-ic.ts';
import type {
  FactorStatistics,
  GroupStatistics,
  IcSeries,
  ResidualStatistics,
} from '../../core/statistics/factor-statistics.ts';
import { factorTurnover, rankAutocorrelation } from '../../core/statistics/factor-turnover.ts';
import { type GroupDay, groupDays } from '../../core/statistics/group-days.ts';
import { groupStatistics } from '../../core/statistics/group-statistics.ts';
import { summariseIc } from '../../core/statistics/ic-summary.ts';
import { defaultGroups } from '../../core/statistics/quantile-groups.ts';
import { styleResidualIc } from '../../core/statistics/style-residual-ic.ts';
import { type Backend, rankerFor } from '../kernels/registry.ts';
import type { Panel } from '../panel/panel.ts';
import { isBaseDependent } from './base-dependence.ts';
import { icDecay } from './ic-decay.ts';
import { dailyIcOf, factorValues, sharesOf } from './judge.ts';
import { preparePeriod } from './prepare-period.ts';
import type { PreparedPeriod } from './prepared-period.ts';
import { stylesOf } from './styles-of-period.ts';
import { warningsOf } from './warnings.ts';

export interface EvaluateOptions {
  /** Whose mean's sign orients groups and turnover; of a residual fitness the plain IC of its kind. */
  readonly fitness: FitnessKind;
  readonly backend: Backend;
  /** Horizons of the IC's decay in days; by default 1 to 20. */
  readonly decayHorizons?: readonly number[];
}

/** Horizons of the decay curve where none are asked for. */
export const DECAY_HORIZONS: readonly number[] = Array.from({ length: 20 }, (_, index) => index + 1);

/**
 * All statistics of a program on one period.
 * @throws Refusal UNIVERSE_UNAVAILABLE, PERIOD_INVALID (see `preparePeriod`)
 * Cost: one evaluation of the program and about two ICs for each horizon of the decay.
 */
export function evaluateProgram(
  panel: Panel,
  program: Program,
  definition: EvaluationDefinition,
  period: Period,
  options: EvaluateOptions,
): FactorStatistics {
  return evaluatePrepared(program, preparePeriod(panel, definition, period), options);
}

/** The same on a period that was prepared before, for many programs. */
export function evaluatePrepared(
  program: Program,
  period: PreparedPeriod,
  options: EvaluateOptions,
): FactorStatistics {
  const factor = factorValues(program, period, options.backend);
  return statisticsOf(factor, period, { ...options, baseDependent: isBaseDependent(program) });
}

/**
 * All statistics of factor values [rows x symbols] that were computed elsewhere.
 * @param options.baseDependent whether the formula depends on the adjustment base (see `isBaseDependent`)
 */
export function statisticsOf(
  factor: Float64Array,
  period: PreparedPeriod,
  options: EvaluateOptions & { readonly baseDependent: boolean },
): FactorStatistics {
  const { definition, panel } = period;
  const { holdingDays } = definition.label;
  const daily = dailyIcOf(factor, period);
  const ic = summariseIc(daily.ic, holdingDays);
  const rankIc = summariseIc(daily.rankIc, holdingDays);
  const shares = sharesOf(daily, period);
  const mean = correlationOf(options.fitness) === 'rank' ? rankIc.mean : ic.mean;
  const orientation = (mean ?? 0) < 0 ? -1 : 1;
  const rank = rankerFor(options.backend, panel.symbols.length);
  const grouped = groupsOf(factor, period, orientation, rank);
  return {
    ic,
    rankIc,
    ...shares,
    residual: residualOf(factor, period, rank),
    series: seriesOf(daily, period),
    orientation,
    groups: grouped.statistics,
    factorTurnover: factorTurnover(grouped.days),
    rankAutocorrelation: rankAutocorrelation(factor, panel.symbols.length, definition.minimumStocks),
    decay: icDecay(factor, period, options.decayHorizons ?? DECAY_HORIZONS, rank),
    warnings: warningsOf({ ...shares, groups: grouped.statistics }, period, options),
  };
}

function residualOf(
  factor: Float64Array,
  period: PreparedPeriod,
  rank: RankFunction,
): ResidualStatistics | null {
  const styles = stylesOf(period);
  if (styles === null) return null;
  const { minimumStocks, winsorise, label } = period.definition;
  const stocks = period.panel.symbols.length;
  const daily = styleResidualIc(factor, period.labels, styles.columns, {
    stocks,
    minimumStocks,
    winsorise,
    rank,
  });
  const [ic, rankIc] = [daily.ic, daily.rankIc].map((series) => summariseIc(series, label.holdingDays));
  return { styles: styles.names, ic: ic!, rankIc: rankIc! };
}

function groupsOf(
  factor: Float64Array,
  period: PreparedPeriod,
  orientation: 1 | -1,
  rank: RankFunction,
): { days: (GroupDay | null)[]; statistics: GroupStatistics } {
  const { definition, panel } = period;
  const stocks = panel.symbols.length;
  const groups = definition.groups ?? defaultGroups(stocks);
  const { minimumStocks } = definition;
  const days = groupDays(factor, period.labels, { stocks, groups, orientation, minimumStocks, rank });
  return { days, statistics: groupStatistics(days, groups, definition.label.holdingDays) };
}

function seriesOf(daily: DailyIc, period: PreparedPeriod): IcSeries {
  const orNull = (series: Float64Array): (number | null)[] =>
    Array.from(series, (value) => (Number.isNaN(value) ? null : value));
  const { rows, panel } = period;
  return {
    days: panel.days.slice(rows.from, rows.to),
    ic: orNull(daily.ic),
    rankIc: orNull(daily.rankIc),
  };
}
