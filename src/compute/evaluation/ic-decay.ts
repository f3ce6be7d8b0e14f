import type { RankFunction } from '../../core/statistics/average-ranks.ts';
import { dailyIc } from '../../core/statistics/daily-ic.ts';
import type { FactorStatistics } from '../../core/statistics/factor-statistics.ts';
import { summariseIc } from '../../core/statistics/ic-summary.ts';
import { labelsOf } from './prepare-period.ts';
import type { PreparedPeriod } from './prepared-period.ts';

/**
 * Mean IC of the return over each horizon, all entered at T + lag: how long a factor's knowledge lasts. The
 * universe, limit rule and boundary of the period hold for each horizon.
 * @param horizons holding days, each at least 1
 * @param rank how values are ranked, the costliest part of it
 */
export function icDecay(
  factor: Float64Array,
  period: PreparedPeriod,
  horizons: readonly number[],
  rank: RankFunction,
): FactorStatistics['decay'] {
  const { panel, definition } = period;
  const { minimumStocks, winsorise } = definition;
  return horizons.map((horizonDays) => {
    const labels =
      horizonDays === definition.label.holdingDays
        ? period.labels
        : labelsOf(panel, definition, period, horizonDays);
    const stocks = panel.symbols.length;
    const daily = dailyIc(factor, labels, { stocks, minimumStocks, winsorise, rank });
    return {
      horizonDays,
      ic: summariseIc(daily.ic, horizonDays).mean,
      rankIc: summariseIc(daily.rankIc, horizonDays).mean,
    };
  });
}
