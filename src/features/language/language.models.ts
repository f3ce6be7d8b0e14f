import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { ApiProperty } from '@nestjs/swagger';
import type { GraphJson } from '../../core/program/graph-json.ts';
import { Described, DescribedInput } from '../../platform/graphql/described.ts';
import { Json } from '../../platform/graphql/json-scalar.ts';
import { OperatorSetEnum } from '../experiments/experiment.enums.ts';

export const OperatorFamilyEnum = {
  ELEMENT: 'element',
  TIME_SERIES: 'timeSeries',
  CROSS_SECTION: 'crossSection',
  INTERVAL: 'interval',
} as const;
registerEnumType(OperatorFamilyEnum, {
  name: 'OperatorFamily',
  description:
    'What an operator looks at: cells, a window of rows 时序, all stocks of a day 截面, a part of the session.',
  valuesMap: {
    ELEMENT: { description: 'Cell by cell.' },
    TIME_SERIES: { description: 'Along the days of each stock.' },
    CROSS_SECTION: { description: 'Across the stocks of each day.' },
    INTERVAL: { description: 'Over a part of the session of minute bars.' },
  },
});

export const FrequencyEnum = { DAILY: 'daily', MINUTE: 'minute' } as const;
registerEnumType(FrequencyEnum, {
  name: 'Frequency',
  description: 'One row a day 日频, or one a bar 分钟频.',
  valuesMap: {
    DAILY: { description: 'One value a day.' },
    MINUTE: { description: 'One value a minute bar; reduced to one a day before use.' },
  },
});

export const ShapeEnum = { MATRIX: 'matrix', VECTOR: 'vector' } as const;
registerEnumType(ShapeEnum, {
  name: 'Shape',
  description: 'A value for each stock (matrix), or one for the whole market (vector 市场向量).',
  valuesMap: {
    MATRIX: { description: 'A value for each day and stock.' },
    VECTOR: { description: 'A value for each day, the same for all stocks.' },
  },
});

@ObjectType('Bilingual', { description: 'A text in English and Chinese.' })
export class BilingualModel {
  @Described(() => String, { description: 'English.' })
  en: string;

  @Described(() => String, { description: '中文。' })
  zh: string;
}

@ObjectType('Operator', {
  description: 'An operator 算子 of the language, described from the definition that the type checker reads.',
})
export class OperatorModel {
  @Described(() => String, { description: 'Name in formulas.' })
  name: string;

  @Described(() => OperatorFamilyEnum, { description: 'What it looks at.' })
  family: string;

  @Described(() => OperatorSetEnum, { description: 'Smallest set that holds it; wider sets hold it too.' })
  set: string;

  @Described(() => String, { description: 'E.g. ts_corr(a, b, window).' })
  signature: string;

  @Described(() => String, { nullable: true, description: 'Infix sign, where it has one.' })
  infix: string | null;

  @Described(() => Boolean, { description: 'Whether its operands may change places.' })
  commutative: boolean;

  @Described(() => Int, { nullable: true, description: 'Smallest window in rows; null where it takes none.' })
  minimumWindow: number | null;

  @Described(() => Boolean, { description: 'Whether it may reduce the bars of a session to a daily value.' })
  reducesMinutes: boolean;

  @Described(() => BilingualModel, { description: 'Which dimensions 量纲 may meet, and what comes out.' })
  dimensionRule: BilingualModel;

  @Described(() => BilingualModel, {
    nullable: true,
    description: "The rule under strictTable1, the report's stricter reading; null where it is the same.",
  })
  strictDimensionRule: BilingualModel | null;

  @Described(() => BilingualModel, { description: 'Windows that it takes 窗口.' })
  windows: BilingualModel;

  @Described(() => BilingualModel, { description: 'Operands that may be market vectors.' })
  vectors: BilingualModel;

  @Described(() => BilingualModel, { description: 'What it computes.' })
  meaning: BilingualModel;

  @Described(() => BilingualModel, { description: 'When its value is missing 缺失.' })
  missing: BilingualModel;
}

@ObjectType('MarketField', { description: 'A datum that formulas can name 字段.' })
export class MarketFieldModel {
  @Described(() => String, { description: 'Name in formulas: UPPER CASE daily, lower case minute.' })
  name: string;

  @Described(() => FrequencyEnum, { description: 'Rows.' })
  frequency: string;

  @Described(() => ShapeEnum, { description: 'Columns.' })
  shape: string;

  @Described(() => String, {
    description: 'Dimension 量纲: none, yuan, lot, or a product such as yuan*lot^-1.',
  })
  dimension: string;

  @Described(() => BilingualModel, { description: 'What it holds.' })
  meaning: BilingualModel;
}

@ObjectType('ParsedFormula', { description: 'A formula as the service understands it. Nothing is computed.' })
export class ParsedFormulaModel {
  @Described(() => String, { description: 'Canonical single line: equal factors have equal texts.' })
  canonical: string;

  @Described(() => String, { description: 'SHA-256 of the canonical text: the identity of the factor.' })
  hash: string;

  @Described(() => ID, { description: 'Id that the factor has, or would have, in the store.' })
  factorId: string;

  @Described(() => String, { description: 'Dimension of the value; a factor has none.' })
  dimension: string;

  @Described(() => Int, { description: 'Operators and data leaves of the expanded expression.' })
  size: number;

  @Described(() => Int, { description: 'Levels of the expanded expression; a leaf has depth 1.' })
  depth: number;

  @Field(() => Json, { description: 'The program in setup / predict / learn form.' })
  @ApiProperty({
    description: 'The program in setup / predict / learn form.',
    type: 'object',
    additionalProperties: true,
  })
  graph: GraphJson;
}

@ArgsType()
@InputType('ParseFormulaInput', { description: 'A formula and the market whose fields it may name.' })
export class ParseFormulaInput {
  @DescribedInput(() => String, { description: 'Infix or function form, mixed at will; at most 4 KB.' })
  formula: string;

  @DescribedInput(() => ID, { description: 'Dataset whose fields it may name.' })
  datasetId: string;
}
