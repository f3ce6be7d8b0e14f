import { Refusal } from '../../../core/outcome/refusal.ts';
import type { FactorStatistics } from '../../../core/statistics/factor-statistics.ts';
import { type GroupDay, groupDays } from '../../../core/statistics/group-days.ts';
import { defaultGroups } from '../../../core/statistics/quantile-groups.ts';
import { alphalensQuantiles } from '../../../core/statistics/tear-sheet/alphalens-quantiles.ts';
import { coverageView } from '../../../core/statistics/tear-sheet/coverage-view.ts';
import { icView } from '../../../core/statistics/tear-sheet/ic-view.ts';
import { type PartSeries, partFigures } from '../../../core/statistics/tear-sheet/part-figures.ts';
import { portfolioCurves } from '../../../core/statistics/tear-sheet/portfolio-curves.ts';
import { rankAutocorrelations } from '../../../core/statistics/tear-sheet/rank-autocorrelations.ts';
import { targetWeights } from '../../../core/statistics/tear-sheet/target-weights.ts';
import type { GroupCurve, TearSheet } from '../../../core/statistics/tear-sheet/tear-sheet.ts';
import {
  TEAR_SHEET_BOUNDS,
  type TearSheetOptions,
} from '../../../core/statistics/tear-sheet/tear-sheet-options.ts';
import { tradedCurves } from '../../../core/statistics/tear-sheet/traded-curves.ts';
import { turnoverViews } from '../../../core/statistics/tear-sheet/turnover-views.ts';
import { rankerFor } from '../../kernels/registry.ts';
import { type EvaluateOptions, statisticsOf } from '../evaluate-program.ts';
import { limitStates } from '../limit-states.ts';
import type { PreparedPeriod } from '../prepared-period.ts';
import type { WARNING_CODES } from '../warnings.ts';
import { partUniverseFigures } from './part-universe-figures.ts';

/** Warned of wherever trades meet no limits because none are known, whether or not labels are dropped by them. */
const LIMITS_UNKNOWN: (typeof WARNING_CODES)[number] = 'LIMIT_LOCKED_UNKNOWN';

export type MakeTearSheetOptions = Pick<EvaluateOptions, 'fitness' | 'backend'> & {
  readonly baseDependent: boolean;
  readonly sheet: TearSheetOptions;
};

/**
 * The tear sheet of factor values [rows x symbols] on a period. Limits and halts come from the panel; where it does not know
 * limits the warning LIMIT_LOCKED_UNKNOWN is set and only halts stand in the way of trades.
 * @throws Refusal PERIOD_INVALID for more days than a sheet holds, UNIVERSE_UNAVAILABLE as `limitStates`
 * Cost about `decayDays` + 25 ICs.
 */
export function makeTearSheet(
  factor: Float64Array,
  period: PreparedPeriod,
  options: MakeTearSheetOptions,
): TearSheet {
  const { definition, panel, rows } = period;
  const { minimumStocks } = definition;
  const { holdingDays, lagDays } = definition.label;
  const stocks = panel.symbols.length;
  requireFewDays(rows.to - rows.from, stocks, options.sheet.decayDays);
  const days = panel.days.slice(rows.from, rows.to);
  const groups = options.sheet.groups ?? definition.groups ?? defaultGroups(stocks);
  const statistics = statisticsOf(
    factor,
    { ...period, definition: { ...definition, groups } },
    { ...options, decayHorizons: Array.from({ length: options.sheet.decayDays }, (_, at) => at + 1) },
  );
  const { orientation } = statistics;
  const rank = rankerFor(options.backend, stocks);
  const cut = { days, stocks, groups, orientation, minimumStocks, holdingDays, rank };
  const grouped = groupDays(factor, period.labels, cut);
  const quantileOf = quantilesOf(factor, period, cut);
  const market = marketOf(period);
  const traded = tradedCurves(targetWeights(factor, cut), market, {
    days,
    lagDays,
    costPerSide: options.sheet.costPerSide,
  });
  const inside = period.universe.subarray(rows.from * stocks, rows.to * stocks);
  const coverage = coverageView(factor, inside, stocks);
  const turnover = turnoverViews(grouped, quantileOf, cut);
  const ics = { ic: toNumbers(statistics.series.ic), rankIc: toNumbers(statistics.series.rankIc) };
  const byPart: PartSeries = {
    ...ics,
    ...sidesOf(grouped, groups),
    longShortNet: traded.longShortNet,
    turnover: [...toNumbers(traded.longShort.turnover)],
    coverage: [...toNumbers(coverage.share)],
    holdingDays,
  };
  const icOptions = { holdingDays, movingAverageDays: options.sheet.movingAverageDays };
  return {
    days,
    orientation,
    ic: icView('IC', ics.ic, icOptions),
    rankIc: icView('RANK_IC', ics.rankIc, icOptions),
    decay: statistics.decay,
    groups: groupCurves(statistics.groups),
    daysWithoutExtremes: statistics.groups.daysWithoutExtremes,
    curves: portfolioCurves({ factor, labels: period.labels, grouped, quantileOf }, cut),
    longTraded: traded.long,
    longShortTraded: traded.longShort,
    turnover,
    rankAutocorrelation: rankAutocorrelations(factor, cut),
    coverage,
    tiedShare: statistics.tiedShare,
    byMonth: partFigures(days, 'month', byPart),
    byYear: partFigures(days, 'year', byPart),
    byUniverse: partUniverseFigures(factor, period, { groups, orientation, backend: options.backend }),
    warnings:
      market.limits === null ? [...new Set([...statistics.warnings, LIMITS_UNKNOWN])] : statistics.warnings,
  };
}

function requireFewDays(days: number, stocks: number, decayDays: number): void {
  const affordable = Math.floor(TEAR_SHEET_BOUNDS.work / (stocks * (decayDays + 30)));
  const most = Math.min(TEAR_SHEET_BOUNDS.days, affordable);
  if (days <= most) return;
  throw new Refusal('PERIOD_INVALID', `tear sheet: expected at most ${most} days, got ${days}`, {
    expected: `at most ${most} trading days of ${stocks} stocks with a decay of ${decayDays} days`,
    actual: String(days),
    where: 'period',
    remedy: 'ask for a shorter period',
  });
}

function groupCurves({ dailyReturns, cumulative, annual }: FactorStatistics['groups']): GroupCurve[] {
  return dailyReturns.map((daily, at) => ({
    group: at + 1,
    daily,
    cumulative: cumulative[at]!,
    annual: annual[at]!,
  }));
}

function quantilesOf(
  factor: Float64Array,
  { labels }: PreparedPeriod,
  cut: { stocks: number; groups: number; orientation: 1 | -1; minimumStocks: number },
): Uint8Array {
  const oriented = factor.map((value, cell) =>
    Number.isNaN(labels[cell]!) ? Number.NaN : cut.orientation * value,
  );
  return alphalensQuantiles(oriented, { ...cut, quantiles: cut.groups });
}

/** What labels do not drop may still not be traded: without a rule of their own, limits are looked for. */
function marketOf({ panel, rows, definition }: PreparedPeriod) {
  const stocks = panel.symbols.length;
  const rule = definition.label.dropLimitLocked;
  const { states } = limitStates(panel, rule === 'off' ? 'auto' : rule);
  const [from, to] = [rows.from * stocks, rows.to * stocks];
  return {
    stocks,
    close: panel.matrices.get('CLOSE')!.subarray(from, to),
    limits: states?.subarray(from, to) ?? null,
  };
}

const sidesOf = (grouped: readonly (GroupDay | null)[], groups: number) => ({
  best: grouped.map((day) => day?.returns[groups - 1] ?? Number.NaN),
  worst: grouped.map((day) => day?.returns[0] ?? Number.NaN),
  benchmark: grouped.map((day) => day?.benchmark ?? Number.NaN),
});

const toNumbers = (series: readonly (number | null)[]): Float64Array =>
  Float64Array.from(series, (value) => value ?? Number.NaN);
