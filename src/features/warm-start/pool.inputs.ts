import { Float, ID, InputType, Int } from '@nestjs/graphql';
import { DescribedInput } from '../../platform/graphql/described.ts';
import { MeasurementInput } from '../factors/measurement.inputs.ts';
import { TopFactorsInput } from '../factors/top-factors.inputs.ts';

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

@InputType('RandomProgramsInput', {
  description:
    'Programs grown at random in the default language of the market (随机程序): the same seed grows the same ones.',
})
export class RandomProgramsInput {
  @DescribedInput(() => String, { maximumLength: 100, description: 'Any text.' })
  seed: string;

  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 1,
    maximum: 64,
    description: 'Smallest size, in operators and data leaves; that of first populations unless told.',
  })
  minimumSize?: number;

  @DescribedInput(() => Int, { nullable: true, minimum: 1, maximum: 64, description: 'Largest size.' })
  maximumSize?: number;
}

@InputType('PoolSourceInput', {
  description:
    'Where some of a pool come from: exactly one of top, runId, libraryId, poolId, formulas and random.',
})
export class PoolSourceInput {
  @DescribedInput(() => Int, { minimum: 1, maximum: 200, description: 'At most so many programs from here.' })
  quota: number;

  @DescribedInput(() => TopFactorsInput, { nullable: true, description: 'The best factors of a market.' })
  top?: TopFactorsInput;

  @DescribedInput(() => ID, { nullable: true, description: 'The fittest of a run in its train period.' })
  runId?: string;

  @DescribedInput(() => ID, {
    nullable: true,
    description: 'Present members of a library, the newest first.',
  })
  libraryId?: string;

  @DescribedInput(() => ID, {
    nullable: true,
    description: 'Programs of another pool that is a list, such as one of uploads, in its order.',
  })
  poolId?: string;

  @DescribedInput(() => String, { nullable: true, list: true, description: 'Formulas given here.' })
  formulas?: string[];

  @DescribedInput(() => RandomProgramsInput, { nullable: true, description: 'Programs grown at random.' })
  random?: RandomProgramsInput;
}

@InputType('PoolDistinctInput', {
  description:
    'Of programs that behave alike only the first stays (行为去重). Sketches decide, and exact figures where they leave it open.',
})
export class PoolDistinctInput {
  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description: 'Largest |mean daily cross-sectional rank correlation| of any two; 0.9 unless told.',
  })
  maximumCorrelation?: number;

  @DescribedInput(() => MeasurementInput, { description: 'Market and days on which they are compared.' })
  measurement: MeasurementInput;
}

@InputType('PoolSourcesInput', { description: 'What a pool is made of, in the order of the sources.' })
export class PoolSourcesInput {
  @DescribedInput(() => PoolSourceInput, {
    list: true,
    description: 'Sources, at most 20; what an earlier one gave is not taken again.',
  })
  sources: PoolSourceInput[];

  @DescribedInput(() => PoolDistinctInput, {
    nullable: true,
    description: 'Left out = programs differ by their canonical form alone.',
  })
  distinct?: PoolDistinctInput;

  @DescribedInput(() => ID, {
    nullable: true,
    description: 'Market whose fields formulas and random programs may use; the newest unless told.',
  })
  datasetId?: string;
}

@InputType('CreatePoolInput', {
  description:
    'A warm-start pool (热启动池): a query, sources, or a list. Queries and sources are asked anew at each use, unless a snapshot is wanted.',
})
export class CreatePoolInput {
  @DescribedInput(() => String, { maximumLength: 200, description: 'For people; unique.' })
  name: string;

  @DescribedInput(() => PoolQueryInput, { nullable: true, description: 'A query, asked anew at each use.' })
  query?: PoolQueryInput;

  @DescribedInput(() => PoolSourcesInput, {
    nullable: true,
    description: 'Several sources, each with its quota.',
  })
  from?: PoolSourcesInput;

  @DescribedInput(() => Boolean, {
    nullable: true,
    description: 'Ask now and keep the answer as a list that no later night changes. False unless told.',
  })
  snapshot?: boolean;

  @DescribedInput(() => String, {
    nullable: true,
    list: true,
    description:
      'Formulas of a list, at most 1,000; may be empty for a list that is to be filled by uploads.',
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

@InputType('UpdatePoolInput', { description: 'What is to change; what is left out stays.' })
export class UpdatePoolInput {
  @DescribedInput(() => String, { nullable: true, maximumLength: 200, description: 'For people; unique.' })
  name?: string;

  @DescribedInput(() => PoolQueryInput, { nullable: true, description: 'Another query; not for a list.' })
  query?: PoolQueryInput;

  @DescribedInput(() => PoolSourcesInput, { nullable: true, description: 'Other sources; not for a list.' })
  from?: PoolSourcesInput;

  @DescribedInput(() => ID, {
    nullable: true,
    list: true,
    description: 'Factors that leave a list; those that are not in it are passed over.',
  })
  removeFactorIds?: string[];
}
