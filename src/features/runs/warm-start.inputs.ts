import { Float, ID, InputType, Int } from '@nestjs/graphql';
import { DescribedInput } from '../../platform/graphql/described.ts';

@InputType('WarmStartFactorsInput', {
  description:
    'Factors of earlier runs, fittest first, as they stand when the run is created; read once and stored.',
})
export class WarmStartFactorsInput {
  @DescribedInput(() => ID, {
    nullable: true,
    list: true,
    description: 'Only factors of these runs; left out = any run.',
  })
  runIds?: string[];

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 1,
    description: 'Smallest fitness, that is |mean IC| in the train period of the run that found it.',
  })
  minimumFitness?: number;

  @DescribedInput(() => Int, {
    minimum: 1,
    maximum: 1000,
    description: 'At most so many programs from this query.',
  })
  quota: number;
}

@InputType('WarmStartPoolSourceInput', { description: 'Programs of a warm-start pool, in its own order.' })
export class WarmStartPoolSourceInput {
  @DescribedInput(() => ID, { description: 'The pool.' })
  poolId: string;

  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 1,
    maximum: 1000,
    description: 'At most so many programs; 50 unless told.',
  })
  quota?: number;
}

@InputType('WarmStartInput', {
  description:
    'Programs that join the first population (热启动). Resolved when the run is created and stored with it: a resume reads them again and queries nothing.',
})
export class WarmStartInput {
  @DescribedInput(() => String, {
    nullable: true,
    list: true,
    description: 'Formulas to be improved, at most 4 KB each.',
  })
  formulas?: string[];

  @DescribedInput(() => WarmStartFactorsInput, {
    nullable: true,
    list: true,
    description: 'Queries of earlier factors.',
  })
  factors?: WarmStartFactorsInput[];

  @DescribedInput(() => WarmStartPoolSourceInput, {
    nullable: true,
    list: true,
    description: 'Warm-start pools.',
  })
  pools?: WarmStartPoolSourceInput[];
}
