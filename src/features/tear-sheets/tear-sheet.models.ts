import { Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { Day } from '../../platform/graphql/day-scalar.ts';
import { Described } from '../../platform/graphql/described.ts';
import { PeriodModel } from '../experiments/experiment.settings.ts';
import { IcDecayModel } from '../factors/statistics.models.ts';
import { DefinitionModel, FieldDefinitionModel, TearSheetCheckModel } from './check.models.ts';
import { IcViewModel, ReturnCurveModel, SheetGroupModel } from './curve.models.ts';
import { PartFiguresModel, UniverseFiguresModel } from './part.models.ts';
import {
  CoverageViewModel,
  RankAutocorrelationViewModel,
  TradedPortfolioModel,
  TurnoverViewModel,
} from './portfolio.models.ts';

@ObjectType('TearSheet', {
  description:
    'Everything that is drawn of one factor on one period (因子体检表). Series stand in the order of `days`; signs of ICs are those of the raw factor, returns are oriented by the sign of the mean IC. Every figure names its definition.',
})
export class TearSheetModel {
  @Described(() => ID, { nullable: true, description: 'The stored factor; null for a formula.' })
  factorId: string | null;

  @Described(() => String, { description: 'Canonical single line.' })
  formula: string;

  @Described(() => String, { description: 'SHA-256 of the canonical formula.' })
  hash: string;

  @Described(() => Int, { description: 'Operators and data leaves of the expanded expression.' })
  size: number;

  @Described(() => ID, { description: 'The market.' })
  datasetId: string;

  @Described(() => PeriodModel, { description: 'The days that were asked for.' })
  period: PeriodModel;

  @Described(() => String, { description: 'Sheets may be compared only where this is equal.' })
  definitionHash: string;

  @Described(() => Day, { list: true, description: 'Trading days: when the factor was known.' })
  days: readonly string[];

  @Described(() => Int, { description: '+1 or -1: the sign of the mean IC, by which returns are oriented.' })
  orientation: number;

  @Described(() => TearSheetCheckModel, {
    list: true,
    description: 'What speaks against the factor (检查项).',
  })
  checks: readonly TearSheetCheckModel[];

  @Described(() => IcViewModel, { description: 'Pearson IC.' })
  ic: IcViewModel;

  @Described(() => IcViewModel, { description: 'Rank IC (秩相关 IC, Spearman).' })
  rankIc: IcViewModel;

  @Described(() => IcDecayModel, { list: true, description: 'IC_DECAY (IC 衰减), by horizon.' })
  decay: readonly IcDecayModel[];

  @Described(() => SheetGroupModel, { list: true, description: 'Quantile groups (分组收益), worst first.' })
  groups: readonly SheetGroupModel[];

  @Described(() => Int, {
    description: 'Days on which an extreme group held fewer than 10 stocks and gave none.',
  })
  daysWithoutExtremes: number;

  @Described(() => ReturnCurveModel, {
    list: true,
    description:
      "Long-short (多空) and long leg (多头) before costs, in the report's, qlib's and alphalens' definitions.",
  })
  curves: readonly ReturnCurveModel[];

  @Described(() => TradedPortfolioModel, {
    description: 'The best group as it could have been traded (可交易多头), before and after costs.',
  })
  longTraded: TradedPortfolioModel;

  @Described(() => TradedPortfolioModel, {
    description:
      'The best group bought and the worst sold short, as they could have been traded (可交易多空).',
  })
  longShortTraded: TradedPortfolioModel;

  @Described(() => TurnoverViewModel, {
    list: true,
    description: 'Turnover of the extreme groups (因子换手率).',
  })
  turnover: readonly TurnoverViewModel[];

  @Described(() => RankAutocorrelationViewModel, {
    list: true,
    description: 'How slowly the ranks change (因子排名自相关).',
  })
  rankAutocorrelation: readonly RankAutocorrelationViewModel[];

  @Described(() => CoverageViewModel, { description: 'How much of the universe it covers (覆盖率).' })
  coverage: CoverageViewModel;

  @Described(() => Float, {
    description: 'Share of values that equal another of the same day; suspect above 0.2.',
  })
  tiedShare: number;

  @Described(() => PartFiguresModel, { list: true, description: 'By calendar month (分月).' })
  byMonth: readonly PartFiguresModel[];

  @Described(() => PartFiguresModel, { list: true, description: 'By calendar year (分年).' })
  byYear: readonly PartFiguresModel[];

  @Described(() => UniverseFiguresModel, {
    list: true,
    description: 'The whole universe first, then the parts that the dataset can tell apart (分股票池).',
  })
  byUniverse: readonly UniverseFiguresModel[];

  @Described(() => String, {
    list: true,
    description: 'What to beware of: TIED_VALUES, EMPTY_EXTREME_GROUPS, LIMIT_LOCKED_UNKNOWN ...',
  })
  warnings: readonly string[];

  @Described(() => DefinitionModel, { list: true, description: 'What every figure means, by id (口径说明).' })
  definitions: readonly DefinitionModel[];

  @Described(() => FieldDefinitionModel, {
    list: true,
    description:
      'Definitions of the fields that do not name theirs; checks are named like their definitions.',
  })
  fieldDefinitions: readonly FieldDefinitionModel[];
}
