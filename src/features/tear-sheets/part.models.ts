import { Float, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { UniverseName } from '../../core/statistics/tear-sheet/tear-sheet.ts';
import { Described } from '../../platform/graphql/described.ts';
import { AnnualReturnsModel, IcSummaryModel } from '../factors/statistics.models.ts';

export const UniverseNameEnum: Readonly<Record<UniverseName, UniverseName>> = {
  WHOLE: 'WHOLE',
  NOT_ST: 'NOT_ST',
  ST: 'ST',
  MAIN_BOARD: 'MAIN_BOARD',
  CHINEXT: 'CHINEXT',
  STAR: 'STAR',
  BEIJING: 'BEIJING',
  LARGE_AMOUNT: 'LARGE_AMOUNT',
  SMALL_AMOUNT: 'SMALL_AMOUNT',
};

registerEnumType(UniverseNameEnum, {
  name: 'PartUniverse',
  description: "A part of the definition's universe (子股票池).",
  valuesMap: {
    WHOLE: { description: 'All of it.' },
    NOT_ST: { description: 'Without special treatment that day (非 ST).' },
    ST: { description: 'Under special treatment that day (ST).' },
    MAIN_BOARD: { description: 'Main boards of Shanghai and Shenzhen (主板).' },
    CHINEXT: { description: 'ChiNext (创业板).' },
    STAR: { description: 'STAR market (科创板).' },
    BEIJING: { description: 'Beijing exchange (北交所).' },
    LARGE_AMOUNT: { description: 'The half with the larger amount traded that day (成交额较大的一半).' },
    SMALL_AMOUNT: { description: 'The other half (成交额较小的一半).' },
  },
});

@ObjectType('PartFigures', {
  description: 'BY_CALENDAR: figures of one calendar month or year (分月、分年).',
})
export class PartFiguresModel {
  @Described(() => String, { description: '2020 or 2020-03.' })
  part: string;

  @Described(() => IcSummaryModel, { description: 'Pearson IC.' })
  ic: IcSummaryModel;

  @Described(() => IcSummaryModel, { description: 'Rank IC.' })
  rankIc: IcSummaryModel;

  @Described(() => Float, {
    nullable: true,
    description: 'LONG_SHORT_REPORT over the part, a fraction, not annualised (多空收益).',
  })
  longShort: number | null;

  @Described(() => Float, { nullable: true, description: 'LONG_EXCESS_REPORT over the part (多头超额).' })
  longExcess: number | null;

  @Described(() => Float, {
    nullable: true,
    description: 'LONG_SHORT_TRADED_NET over the part (扣费多空收益).',
  })
  longShortNet: number | null;

  @Described(() => Float, {
    nullable: true,
    description: "Deepest fall of the part's long-short curve, 0 or negative (最大回撤).",
  })
  maximumDrawdown: number | null;

  @Described(() => Float, { nullable: true, description: 'Mean traded turnover a day, one way (换手率).' })
  turnover: number | null;

  @Described(() => Float, { nullable: true, description: 'Mean COVERAGE_BY_DAY (覆盖率).' })
  coverage: number | null;
}

@ObjectType('UniverseFigures', {
  description: 'BY_UNIVERSE: the same values measured among some of the stocks.',
})
export class UniverseFiguresModel {
  @Described(() => UniverseNameEnum, { description: 'Which stocks.' })
  universe: UniverseName;

  @Described(() => Float, { description: 'Mean number of stocks a day.' })
  stocks: number;

  @Described(() => IcSummaryModel, { description: 'Pearson IC.' })
  ic: IcSummaryModel;

  @Described(() => IcSummaryModel, { description: 'Rank IC.' })
  rankIc: IcSummaryModel;

  @Described(() => Float, { description: 'Factor-label pairs / labelled cells (覆盖率).' })
  coverage: number;

  @Described(() => AnnualReturnsModel, {
    description: 'Long-short a year, grouped among these stocks (多空).',
  })
  longShort: AnnualReturnsModel;
}
