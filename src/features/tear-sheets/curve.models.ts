import { Float, Int, ObjectType } from '@nestjs/graphql';
import { Day } from '../../platform/graphql/day-scalar.ts';
import { Described } from '../../platform/graphql/described.ts';
import { AnnualReturnsModel, IcSummaryModel } from '../factors/statistics.models.ts';

const DEFINITION = 'Id of its definition in `definitions` (口径).';

@ObjectType('LagFigure', { description: 'A figure at a distance in trading days.' })
export class LagFigureModel {
  @Described(() => Int, { description: 'Trading days apart.' })
  lagDays: number;

  @Described(() => Float, { nullable: true, description: 'Correlation in [-1, 1]; null where it has none.' })
  value: number | null;
}

@ObjectType('MovingAverage', { description: 'A moving average (移动平均).' })
export class MovingAverageModel {
  @Described(() => Int, { description: 'Trading days of the window.' })
  windowDays: number;

  @Described(() => Float, { list: true, gaps: true, description: 'Of each day; null while too few count.' })
  values: readonly (number | null)[];
}

@ObjectType('IcView', { description: 'One kind of IC, day by day. Signs are those of the raw factor.' })
export class IcViewModel {
  @Described(() => String, { description: DEFINITION })
  definition: string;

  @Described(() => IcSummaryModel, { description: 'Over all days.' })
  summary: IcSummaryModel;

  @Described(() => Float, {
    list: true,
    gaps: true,
    description: 'IC of each day; null where it does not count.',
  })
  daily: readonly (number | null)[];

  @Described(() => MovingAverageModel, { list: true, description: 'IC_MOVING_AVERAGE, by window.' })
  movingAverages: readonly MovingAverageModel[];

  @Described(() => Float, { list: true, description: 'CUMULATIVE_IC (累计 IC) up to each day.' })
  cumulative: readonly number[];

  @Described(() => LagFigureModel, {
    list: true,
    description: 'IC_AUTOCORRELATION (IC 自相关) of 1 to 20 days.',
  })
  autocorrelation: readonly LagFigureModel[];
}

@ObjectType('Drawdown', { description: 'The deepest fall from an earlier peak (最大回撤).' })
export class DrawdownModel {
  @Described(() => Float, { description: 'A fraction, 0 or negative.' })
  depth: number;

  @Described(() => Day, { nullable: true, description: 'Day of the peak; null where it never fell.' })
  peakDay: string | null;

  @Described(() => Day, { nullable: true, description: 'Deepest day.' })
  troughDay: string | null;

  @Described(() => Day, { nullable: true, description: 'First day back at the peak; null while it is not.' })
  recoveredDay: string | null;
}

@ObjectType('ReturnCurve', { description: 'What a portfolio earned, day by day, as fractions (收益曲线).' })
export class ReturnCurveModel {
  @Described(() => String, { description: DEFINITION })
  definition: string;

  @Described(() => Float, {
    list: true,
    gaps: true,
    description: 'Return of each signal day T, earned from T+lag on; null where there is none.',
  })
  daily: readonly (number | null)[];

  @Described(() => Float, { list: true, description: 'Up to each day (累计收益).' })
  cumulative: readonly number[];

  @Described(() => Float, {
    list: true,
    description: 'Distance from the highest point so far, 0 or negative (回撤).',
  })
  drawdown: readonly number[];

  @Described(() => Float, {
    nullable: true,
    description: 'Return a year (年化收益), as the definition says.',
  })
  annualReturn: number | null;

  @Described(() => Float, {
    nullable: true,
    description: 'Standard deviation of the daily returns (ddof 1) x sqrt(252 / holding days) (年化波动).',
  })
  annualVolatility: number | null;

  @Described(() => DrawdownModel, { description: 'Its deepest fall.' })
  maximumDrawdown: DrawdownModel;
}

@ObjectType('SheetGroup', { description: 'GROUP_RETURN: one quantile group (分组), equally weighted.' })
export class SheetGroupModel {
  @Described(() => Int, {
    description: '1 is the worst after orientation by the sign of the IC, the last the best.',
  })
  group: number;

  @Described(() => Float, {
    list: true,
    gaps: true,
    description: 'Return of each day, a fraction; null where none.',
  })
  daily: readonly (number | null)[];

  @Described(() => Float, { list: true, description: 'Compounded up to each day.' })
  cumulative: readonly number[];

  @Described(() => AnnualReturnsModel, { description: 'Return a year in two definitions.' })
  annual: AnnualReturnsModel;
}
