import { Float, Int, ObjectType } from '@nestjs/graphql';
import { Described } from '../../platform/graphql/described.ts';
import { LagFigureModel, ReturnCurveModel } from './curve.models.ts';

const DEFINITION = 'Id of its definition in `definitions` (口径).';

@ObjectType('BlockedTrades', { description: 'Trades of a stock that were wished and not possible.' })
export class BlockedTradesModel {
  @Described(() => Int, { description: 'Purchases of stocks that closed at their upper limit (涨停不可买).' })
  limitUp: number;

  @Described(() => Int, { description: 'Sales of stocks that closed at their lower limit (跌停不可卖).' })
  limitDown: number;

  @Described(() => Int, { description: 'Of stocks that did not trade (停牌).' })
  halted: number;
}

@ObjectType('TradedPortfolio', {
  description: 'A portfolio that is traded at the close of T+lag, with what cannot be traded (可交易组合).',
})
export class TradedPortfolioModel {
  @Described(() => ReturnCurveModel, { description: 'Before costs.' })
  gross: ReturnCurveModel;

  @Described(() => ReturnCurveModel, { description: 'After costs (扣费后).' })
  net: ReturnCurveModel;

  @Described(() => Float, {
    list: true,
    gaps: true,
    description:
      'Half of the weight that changes hands each day, 1 = everything is replaced (单边换手率); of long-short the mean of the sides.',
  })
  turnover: readonly (number | null)[];

  @Described(() => Float, { nullable: true, description: 'Mean of it.' })
  meanTurnover: number | null;

  @Described(() => Float, { nullable: true, description: 'Mean cost of a day x 252, a fraction (年化成本).' })
  annualCost: number | null;

  @Described(() => BlockedTradesModel, { description: 'What could not be traded.' })
  blocked: BlockedTradesModel;
}

@ObjectType('TurnoverView', { description: 'Share of new names in the extreme groups (因子换手率).' })
export class TurnoverViewModel {
  @Described(() => String, { description: DEFINITION })
  definition: string;

  @Described(() => Float, {
    nullable: true,
    description: 'Mean of both groups over the days that have both.',
  })
  mean: number | null;

  @Described(() => Float, { list: true, gaps: true, description: 'Of the best group, each day.' })
  best: readonly (number | null)[];

  @Described(() => Float, { list: true, gaps: true, description: 'Of the worst group, each day.' })
  worst: readonly (number | null)[];
}

@ObjectType('RankAutocorrelationView', { description: 'How alike the ranks of two days are (排名自相关).' })
export class RankAutocorrelationViewModel {
  @Described(() => String, { description: DEFINITION })
  definition: string;

  @Described(() => Float, { list: true, gaps: true, description: 'Of each day with the day before.' })
  daily: readonly (number | null)[];

  @Described(() => LagFigureModel, { list: true, description: 'Mean over the days, by distance.' })
  byLag: readonly LagFigureModel[];
}

@ObjectType('CoverageView', { description: 'How much of the universe has a value, day by day (覆盖率).' })
export class CoverageViewModel {
  @Described(() => String, { description: DEFINITION })
  definition: string;

  @Described(() => Int, { list: true, description: 'Stocks of the universe each day.' })
  universe: readonly number[];

  @Described(() => Int, { list: true, description: 'Those with a value of the factor.' })
  present: readonly number[];

  @Described(() => Float, {
    list: true,
    gaps: true,
    description: 'present / universe; null on a day without any.',
  })
  share: readonly (number | null)[];

  @Described(() => Float, { nullable: true, description: 'Mean share.' })
  mean: number | null;
}
