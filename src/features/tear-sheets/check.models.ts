import { Float, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Described } from '../../platform/graphql/described.ts';

export const CheckNameEnum = {
  LOW_IC: 'LOW_IC',
  HIGH_TURNOVER: 'HIGH_TURNOVER',
  LIBRARY_CORRELATION: 'LIBRARY_CORRELATION',
  TOO_LONG: 'TOO_LONG',
  LOW_COVERAGE: 'LOW_COVERAGE',
  NOT_SIGNIFICANT: 'NOT_SIGNIFICANT',
} as const;

registerEnumType(CheckNameEnum, {
  name: 'TearSheetCheckName',
  description: 'What may speak against a factor.',
  valuesMap: {
    LOW_IC: { description: "|mean IC| in the fitness's kind is below the limit (IC 过低)." },
    HIGH_TURNOVER: { description: 'Mean FACTOR_TURNOVER is above the limit (换手过高).' },
    LIBRARY_CORRELATION: {
      description:
        "|rank correlation| with the most similar member of the given library, on the library's own days, is above the limit (与因子库重复).",
    },
    TOO_LONG: { description: 'Operators and data leaves are more than the limit (表达式过长).' },
    LOW_COVERAGE: { description: 'Mean COVERAGE_BY_DAY is below the limit (覆盖率不足).' },
    NOT_SIGNIFICANT: {
      description:
        'p-value of the mean IC (Newey-West), as the best of as many skill-less tries as programs were ever tried on the series, is above the limit (不显著).',
    },
  },
});

export const CheckResultEnum = { PASS: 'PASS', FAIL: 'FAIL', UNKNOWN: 'UNKNOWN' } as const;

registerEnumType(CheckResultEnum, {
  name: 'TearSheetCheckResult',
  description: 'Outcome of a check.',
  valuesMap: {
    PASS: { description: 'Nothing found.' },
    FAIL: { description: 'What the check is named after is the case.' },
    UNKNOWN: { description: 'Nothing could be measured, or no library was given.' },
  },
});

@ObjectType('TearSheetCheck', { description: 'One check of a tear sheet (检查项).' })
export class TearSheetCheckModel {
  @Described(() => CheckNameEnum, { description: 'What is checked; also the id of its definition.' })
  name: keyof typeof CheckNameEnum;

  @Described(() => CheckResultEnum, { description: 'Outcome.' })
  result: keyof typeof CheckResultEnum;

  @Described(() => Float, { description: 'Limit, in the unit of the value.' })
  limit: number;

  @Described(() => Float, { nullable: true, description: 'What was measured; null where nothing could be.' })
  value: number | null;
}

@ObjectType('FieldDefinition', {
  description: 'What a field of the sheet means where it does not say so itself.',
})
export class FieldDefinitionModel {
  @Described(() => String, { description: 'Path of the field, such as byYear.longShort.' })
  field: string;

  @Described(() => String, { description: 'Id of its definition.' })
  definition: string;
}

@ObjectType('MetricDefinition', { description: 'What a figure means, and whose definition it is (口径).' })
export class DefinitionModel {
  @Described(() => String, { description: 'As figures name it.' })
  id: string;

  @Described(() => String, { description: 'In English.' })
  english: string;

  @Described(() => String, { description: 'In Chinese (中文).' })
  chinese: string;

  @Described(() => String, { description: 'Report, project or paper.' })
  source: string;
}
