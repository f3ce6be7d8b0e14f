import { Float, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { StyleName } from '../../core/experiment/experiment.ts';
import { DescribedInput } from '../../platform/graphql/described.ts';
import { LimitLockedEnum, StyleNameEnum } from './experiment.enums.ts';

@ObjectType('Universe', {
  description: 'Which stock-days take part, decided with what was known that day (股票池).',
})
@InputType('UniverseInput', { description: 'What is left out takes its default.' })
export class UniverseModel {
  @DescribedInput(() => Boolean, {
    nullable: true,
    description:
      'Leave out stocks under special treatment (ST) that day; refused where the dataset has no such flag.',
  })
  excludeSt?: boolean;

  @DescribedInput(() => Int, {
    nullable: true,
    description: "Leave out each stock's first n trading days after its listing; 0 = keep them.",
  })
  excludeFirstDays?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    description: 'Smallest unadjusted close, in currency; null = no floor.',
  })
  minimumPrice?: number | null;

  @DescribedInput(() => Float, {
    nullable: true,
    description: 'Smallest money traded that day (成交额), in currency; null = no floor.',
  })
  minimumAmount?: number | null;
}

@ObjectType('Label', {
  description: 'The return that a factor at day T is judged by: CLOSE[T+lag+holding] / CLOSE[T+lag] - 1.',
})
@InputType('LabelInput', { description: 'What is left out takes its default.' })
export class LabelModel {
  @DescribedInput(() => Int, {
    nullable: true,
    description: 'Trading days from the factor to the entry; 1 = enter at the close of T+1.',
  })
  lagDays?: number;

  @DescribedInput(() => Int, {
    nullable: true,
    description: 'Trading days that the position is held.',
  })
  holdingDays?: number;

  @DescribedInput(() => LimitLockedEnum, {
    nullable: true,
    description:
      'Drop labels whose entry day closes at a price limit (涨跌停), since nobody could trade them.',
  })
  dropLimitLocked?: (typeof LimitLockedEnum)[keyof typeof LimitLockedEnum];
}

@ObjectType('EvaluationDefinition', { description: 'Everything that changes the value of a statistic.' })
@InputType('EvaluationDefinitionInput', { description: 'What is left out takes its default.' })
export class EvaluationDefinitionModel {
  @DescribedInput(() => UniverseModel, {
    nullable: true,
    description: 'Which stock-days take part (股票池).',
  })
  universe?: UniverseModel;

  @DescribedInput(() => LabelModel, { nullable: true, description: 'The forward return (未来收益).' })
  label?: LabelModel;

  @DescribedInput(() => Float, {
    nullable: true,
    description:
      "Fraction of each day's values clipped at either end before the Pearson IC (缩尾); 0 = none.",
  })
  winsorise?: number;

  @DescribedInput(() => Int, {
    nullable: true,
    description: 'Stocks with factor and label from which on a date counts.',
  })
  minimumStocks?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    description: "Fitness is missing below this share of the period's labelled dates.",
  })
  minimumDateShare?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    description: "Fitness is missing below this share of the universe's labelled cells (覆盖率).",
  })
  minimumCoverage?: number;

  @DescribedInput(() => Int, {
    nullable: true,
    description: 'Quantile groups (分组数); null = 10 from 500 stocks on, else 5.',
  })
  groups?: number | null;

  @DescribedInput(() => StyleNameEnum, {
    nullable: true,
    list: true,
    description: 'Styles that the residual IC takes out (风格); all that the dataset has unless told.',
  })
  styles?: readonly StyleName[];
}
