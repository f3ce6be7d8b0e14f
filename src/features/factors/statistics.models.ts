import { Float, Int, ObjectType } from '@nestjs/graphql';
import type { StyleName } from '../../core/experiment/experiment.ts';
import { Described } from '../../platform/graphql/described.ts';
import { StyleNameEnum } from '../experiments/experiment.enums.ts';

@ObjectType('IcSummary', { description: "A daily correlation's summary. Signs are those of the raw factor." })
export class IcSummaryModel {
  @Described(() => Float, { nullable: true, description: 'Mean over the days that count, signed.' })
  mean: number | null;

  @Described(() => Float, { nullable: true, description: 'Standard deviation over the days, ddof 1.' })
  std: number | null;

  @Described(() => Float, {
    nullable: true,
    description:
      'Standard error of the mean (标准误) by Newey and West, which takes neighbouring days into account; null where it was measured before this was kept.',
  })
  standardError: number | null;

  @Described(() => Float, { nullable: true, description: "|mean| / std, not annualised (qlib's ICIR)." })
  icir: number | null;

  @Described(() => Float, {
    nullable: true,
    description: "ICIR x sqrt(252 / holding days) (年化 ICIR, the report's IR).",
  })
  icirAnnual: number | null;

  @Described(() => Float, { nullable: true, description: 'Share of days with the sign of the mean (胜率).' })
  winRate: number | null;

  @Described(() => Int, { description: 'Days that count.' })
  days: number;
}

@ObjectType('ResidualStatistics', {
  description:
    'ICs of what the styles leave of a factor (剔除风格后的 IC): each day its ranks (values) are regressed on those of the styles; the residual is correlated with the ranks of the return (the return).',
})
export class ResidualStatisticsModel {
  @Described(() => StyleNameEnum, {
    list: true,
    description: 'Styles that were taken out: those of the definition that the dataset has.',
  })
  styles: readonly StyleName[];

  @Described(() => IcSummaryModel, { description: 'Residual Pearson IC, signed as the raw factor.' })
  ic: IcSummaryModel;

  @Described(() => IcSummaryModel, { description: 'Residual rank IC, signed as the raw factor.' })
  rankIc: IcSummaryModel;
}

@ObjectType('IcSeries', { description: "The IC of each of the period's days (IC 序列)." })
export class IcSeriesModel {
  @Described(() => String, {
    list: true,
    description: 'Trading days, YYYY-MM-DD: when the factor was known.',
  })
  days: readonly string[];

  @Described(() => Float, {
    list: true,
    gaps: true,
    description: 'Pearson IC of the day, signed; null where the day does not count.',
  })
  ic: readonly (number | null)[];

  @Described(() => Float, {
    list: true,
    gaps: true,
    description: 'Rank IC (秩相关) of the day, signed; null where the day does not count.',
  })
  rankIc: readonly (number | null)[];
}

@ObjectType('AnnualReturns', { description: 'One portfolio a year in two definitions, as fractions.' })
export class AnnualReturnsModel {
  @Described(() => Float, {
    nullable: true,
    description:
      'Report: (1 + cumulative)^(1 / years) - 1; of long-short, cumulative long less cumulative short.',
  })
  report: number | null;

  @Described(() => Float, {
    nullable: true,
    description: 'qlib: mean return of a day x 252 / holding days.',
  })
  qlib: number | null;
}

@ObjectType('GroupCurve', { description: 'One quantile group (分组), equally weighted.' })
export class GroupCurveModel {
  @Described(() => Int, {
    description: '1 is the worst after orientation by the sign of the IC, the last the best.',
  })
  group: number;

  @Described(() => Float, {
    list: true,
    gaps: true,
    description:
      "Return over the holding days of each of the period's days, a fraction; null where there is none.",
  })
  dailyReturns: readonly (number | null)[];

  @Described(() => Float, {
    list: true,
    description: 'Compounded return up to each day, a fraction (累计收益).',
  })
  cumulative: readonly number[];

  @Described(() => AnnualReturnsModel, { description: 'Return a year (年化收益).' })
  annual: AnnualReturnsModel;
}

@ObjectType('GroupStatistics', { description: 'Returns of the quantile groups of a factor (分组收益).' })
export class GroupStatisticsModel {
  @Described(() => GroupCurveModel, { list: true, description: 'The groups, worst first.' })
  curves: readonly GroupCurveModel[];

  @Described(() => AnnualReturnsModel, { description: 'Best less worst group (多空), before costs.' })
  longShort: AnnualReturnsModel;

  @Described(() => AnnualReturnsModel, { description: 'Best group, gross (多头), before costs.' })
  longLeg: AnnualReturnsModel;

  @Described(() => AnnualReturnsModel, {
    description: 'Best group less the mean of the universe (多头超额).',
  })
  longLegExcess: AnnualReturnsModel;

  @Described(() => Int, {
    description: 'Days on which an extreme group held fewer than 10 stocks and gave none.',
  })
  daysWithoutExtremes: number;
}

@ObjectType('IcDecay', { description: 'IC of the return over so many days ahead (IC 衰减).' })
export class IcDecayModel {
  @Described(() => Int, { description: 'Trading days that the return spans.' })
  horizonDays: number;

  @Described(() => Float, { nullable: true, description: 'Mean Pearson IC, signed.' })
  ic: number | null;

  @Described(() => Float, { nullable: true, description: 'Mean rank IC, signed.' })
  rankIc: number | null;
}

@ObjectType('FactorStatistics', { description: 'Everything that is measured of a factor on a period.' })
export class FactorStatisticsModel {
  @Described(() => IcSummaryModel, { description: 'Pearson IC.' })
  ic: IcSummaryModel;

  @Described(() => IcSummaryModel, { description: 'Rank IC (秩相关 IC, Spearman).' })
  rankIc: IcSummaryModel;

  @Described(() => ResidualStatisticsModel, {
    nullable: true,
    description:
      'What the styles leave of it; null where the dataset has no style, or where it was measured before this was.',
  })
  residual?: ResidualStatisticsModel | null;

  @Described(() => Int, { description: 'Factor-return pairs in all days that count.' })
  pairs: number;

  @Described(() => Float, { description: 'Pairs / labelled cells of the universe (覆盖率).' })
  coverage: number;

  @Described(() => Float, { description: 'Days that count / labelled days of the period.' })
  dateShare: number;

  @Described(() => Float, {
    description: 'Share of values that equal another of the same day; suspect above 0.2.',
  })
  tiedShare: number;

  @Described(() => IcSeriesModel, { description: 'IC of each day.' })
  series: IcSeriesModel;

  @Described(() => Int, { description: '+1 or -1: the sign of the mean IC, by which groups are oriented.' })
  orientation: number;

  @Described(() => GroupStatisticsModel, { description: 'Quantile groups.' })
  groups: GroupStatisticsModel;

  @Described(() => Float, {
    nullable: true,
    description: 'Mean share of the long and short groups replaced each day (因子换手率).',
  })
  factorTurnover: number | null;

  @Described(() => Float, {
    nullable: true,
    description: 'Mean rank autocorrelation from one day to the next.',
  })
  rankAutocorrelation: number | null;

  @Described(() => IcDecayModel, { list: true, description: 'IC by horizon.' })
  decay: readonly IcDecayModel[];

  @Described(() => String, {
    list: true,
    description: 'What to beware of: TIED_VALUES, EMPTY_EXTREME_GROUPS, LOW_COVERAGE, BASE_DEPENDENT ...',
  })
  warnings: readonly string[];
}
