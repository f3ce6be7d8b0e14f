import { InputType, Int, ObjectType } from '@nestjs/graphql';
import { DescribedInput } from '../../platform/graphql/described.ts';
import { OperatorSetEnum } from './experiment.enums.ts';

/** One class for input and output: an input may leave anything out, a frozen experiment has everything. */
@ObjectType('LanguageSettings', {
  description: 'The search space: which words a program may use, and how long it may be.',
})
@InputType('LanguageSettingsInput', { description: 'What is left out takes its default.' })
export class LanguageSettingsModel {
  @DescribedInput(() => OperatorSetEnum, { nullable: true, description: 'Vocabulary of operators.' })
  operatorSet?: (typeof OperatorSetEnum)[keyof typeof OperatorSetEnum];

  @DescribedInput(() => String, { nullable: true, list: true, description: 'Operators left out of the set.' })
  excludeOperators?: string[];

  @DescribedInput(() => String, {
    nullable: true,
    list: true,
    description: "Fields left out of the dataset's.",
  })
  excludeFields?: string[];

  @DescribedInput(() => Int, {
    nullable: true,
    list: true,
    description: 'Rolling windows and lags that programs may use, in trading days.',
  })
  windows?: number[];

  @DescribedInput(() => Int, {
    nullable: true,
    description:
      'Longest program: operators and data leaves of the expanded expression, windows not counted.',
  })
  maximumSize?: number;

  @DescribedInput(() => Int, {
    nullable: true,
    description: 'Deepest program, in levels of the expanded expression; a leaf has depth 1.',
  })
  maximumDepth?: number;

  @DescribedInput(() => Boolean, {
    nullable: true,
    description:
      "Keep to the letter of the report's table 1: ts_corr of equal dimensions only, sigmoid of anything.",
  })
  strictTable1?: boolean;

  @DescribedInput(() => Boolean, {
    nullable: true,
    description: 'Allow minute fields, reduced over the session or an interval.',
  })
  minuteFields?: boolean;

  @DescribedInput(() => String, {
    nullable: true,
    list: true,
    maximumLength: 5,
    description:
      'Interval boundaries that random programs may use, HH:MM; empty = half-hours of the session.',
  })
  intervalTimes?: string[];
}
