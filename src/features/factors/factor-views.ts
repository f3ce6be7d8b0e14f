import type { FactorStatistics } from '../../core/statistics/factor-statistics.ts';
import type { EvaluationModel, TopFactorModel } from './factor.models.ts';
import type { EvaluationRow } from './factor-queries.store.ts';
import type { LineageEdgeModel, LineageModel } from './lineage.models.ts';
import type { LineageEdge, LineageGraph } from './lineage.store.ts';
import type { FactorStatisticsModel } from './statistics.models.ts';
import type { TopFactorRow } from './top-factors.store.ts';

// What rows and answers look like to users; nothing is decided here.

const DAYS_A_YEAR = 252;

export function evaluationView(row: EvaluationRow): EvaluationModel {
  const { periodFrom, periodTo, ...shown } = row;
  const annual = (icIr: number | null): number | null =>
    icIr === null ? null : icIr * Math.sqrt(DAYS_A_YEAR / row.horizonDays);
  return {
    ...shown,
    period: { from: periodFrom, to: periodTo },
    icIrAnnual: annual(row.icIr),
    rankIcIrAnnual: annual(row.rankIcIr),
  };
}

export function topFactorView({ factor, value, ...evaluation }: TopFactorRow): TopFactorModel {
  const orientation = (evaluation.rankIc ?? 0) < 0 ? -1 : 1;
  return { factor, value, orientation, evaluation: evaluationView(evaluation) };
}

export function statisticsView(statistics: FactorStatistics): FactorStatisticsModel {
  const { dailyReturns, cumulative, annual, longShort, longLeg, longLegExcess, daysWithoutExtremes } =
    statistics.groups;
  const curves = dailyReturns.map((returns, at) => ({
    group: at + 1,
    dailyReturns: returns,
    cumulative: cumulative[at] ?? [],
    annual: annual[at] ?? { report: null, qlib: null },
  }));
  return { ...statistics, groups: { curves, longShort, longLeg, longLegExcess, daysWithoutExtremes } };
}

export function lineageView({ nodes, edges, truncated }: LineageGraph): LineageModel {
  return { nodes, edges: edges.map(birthView), truncated };
}

export function birthView({ slot: _slot, ...edge }: LineageEdge): LineageEdgeModel {
  const { childFitness, parentFitness } = edge;
  const icChange = childFitness === null || parentFitness === null ? null : childFitness - parentFitness;
  return { ...edge, icChange };
}
