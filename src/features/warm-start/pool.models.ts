import { Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Described, DescribedInput } from '../../platform/graphql/described.ts';
import { Json } from '../../platform/graphql/json-scalar.ts';
import { connectionType, pageType } from '../../platform/paging/connection.ts';
import { TopFactorsInput } from '../factors/top-factors.inputs.ts';

export const PoolKindEnum = { QUERY: 'QUERY', LIST: 'LIST' } as const;
export type PoolKind = keyof typeof PoolKindEnum;

registerEnumType(PoolKindEnum, {
  name: 'PoolKind',
  description: 'How a pool finds its programs.',
  valuesMap: {
    QUERY: { description: 'By a query that is asked anew each time: tonight its answer may be another.' },
    LIST: { description: 'By a list that never changes.' },
  },
});

@InputType('PoolQueryInput', { description: 'Top factors, asked for anew whenever the pool is used.' })
export class PoolQueryInput extends TopFactorsInput {
  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 1,
    maximum: 200,
    description: 'Programs; 50 unless told.',
  })
  count?: number;

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description: 'Largest |mean daily cross-sectional rank correlation| of any two; left out = any.',
  })
  maximumCorrelation?: number;
}

@InputType('CreatePoolInput', { description: 'A warm-start pool (热启动池): either a query or a list.' })
export class CreatePoolInput {
  @DescribedInput(() => String, { maximumLength: 200, description: 'For people; unique.' })
  name: string;

  @DescribedInput(() => PoolQueryInput, { nullable: true, description: 'A query, asked anew at each use.' })
  query?: PoolQueryInput;

  @DescribedInput(() => String, {
    nullable: true,
    list: true,
    description: 'Formulas of a list, at most 1,000.',
  })
  formulas?: string[];

  @DescribedInput(() => ID, {
    nullable: true,
    list: true,
    description: 'Factors of a list, after its formulas.',
  })
  factorIds?: string[];

  @DescribedInput(() => ID, {
    nullable: true,
    description: 'Market whose fields the formulas may use; the newest unless told.',
  })
  datasetId?: string;
}

@ObjectType('WarmStartPool', {
  description: 'A saved query or list that hands programs to new runs (热启动池).',
})
export class WarmStartPoolModel {
  @Described(() => ID, { description: 'UUIDv7.' })
  id: string;

  @Described(() => String, { description: 'For people; unique.' })
  name: string;

  @Described(() => PoolKindEnum, { description: 'Query or list.' })
  kind: PoolKind;

  @Described(() => Json, { nullable: true, description: 'The query; null for a list.' })
  query: unknown;

  @Described(() => Date, { description: 'UTC.' })
  createdAt: Date;
}

@ObjectType('PoolProgram', { description: 'A program as a pool hands it out now.' })
export class PoolProgramModel {
  @Described(() => ID, { description: 'The factor.' })
  factorId: string;

  @Described(() => String, { description: 'Canonical single line.' })
  formula: string;

  @Described(() => Float, { nullable: true, description: "The query's metric; null in a list." })
  value: number | null;

  @Described(() => Json, { description: 'The program as JSON: setup, predict, learn, output.' })
  program: unknown;
}

export const PoolConnection = connectionType('WarmStartPool', WarmStartPoolModel);
export const PoolPage = pageType('WarmStartPool', WarmStartPoolModel);
