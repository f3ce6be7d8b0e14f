import { annualReturns, cumulativeReturns } from './annual-returns.ts';
import type { GroupStatistics } from './factor-statistics.ts';
import type { GroupDay } from './group-days.ts';

/**
 * Returns of quantile groups over a period: curves, annual returns in two definitions, long-short and long leg.
 * Group 1 is the worst and the last the best after orientation by the IC's sign. A date without an extreme
 * group has no long-short that day: it is left out of the annual figures and counted.
 * Source: report section 4 (groups); framework, sections 6 and 8.
 */
export function groupStatistics(
  days: readonly (GroupDay | null)[],
  groups: number,
  holdingDays: number,
): GroupStatistics {
  const seriesOf = (pick: (day: GroupDay) => number): number[] =>
    days.map((day) => (day === null ? Number.NaN : pick(day)));
  const series = Array.from({ length: groups }, (_, group) => seriesOf((day) => day.returns[group]!));
  const benchmark = seriesOf((day) => day.benchmark);
  const worst = series[0]!;
  const best = series[groups - 1]!;
  return {
    groups,
    dailyReturns: series.map((returns) => returns.map((value) => (Number.isNaN(value) ? null : value))),
    cumulative: series.map((returns) => cumulativeReturns(returns, holdingDays)),
    annual: series.map((returns) => annualReturns(returns, null, holdingDays)),
    longShort: annualReturns(best, worst, holdingDays),
    longLeg: annualReturns(best, null, holdingDays),
    longLegExcess: annualReturns(best, benchmark, holdingDays),
    daysWithoutExtremes: days.filter((day) => day !== null && (day.worst === null || day.best === null))
      .length,
  };
}
