import { Float, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { UnlikeRule } from '../../core/evolution/unlike.ts';
import { Described, DescribedInput } from '../../platform/graphql/described.ts';

export const UnlikeModeEnum = { PENALISE: 'PENALISE', FORBID: 'FORBID' } as const;

registerEnumType(UnlikeModeEnum, {
  name: 'UnlikeMode',
  description: 'What becomes of a factor whose |correlation| r with a known one is above the limit.',
  valuesMap: {
    PENALISE: {
      description: 'Fitness x (1 - (r - limit) / (1 - limit)): all of it at the limit, none for a copy.',
    },
    FORBID: { description: 'No fitness.' },
  },
});

@InputType('UnlikeInput', {
  description:
    'Known factors that a run keeps away from, by sketches on its train period (standard error some 0.01 to 0.03).',
})
export class UnlikeInput {
  @DescribedInput(() => ID, {
    nullable: true,
    description: 'A library, as its members stand now; those that the market cannot compute are passed over.',
  })
  libraryId?: string;

  @DescribedInput(() => String, {
    nullable: true,
    list: true,
    maximumLength: 4096,
    description: 'Formulas, beside the library or instead.',
  })
  formulas?: string[];

  @DescribedInput(() => UnlikeModeEnum, { nullable: true, description: 'PENALISE unless told.' })
  mode?: UnlikeRule['mode'];

  @DescribedInput(() => Float, {
    nullable: true,
    minimum: 0,
    maximum: 0.999,
    description: '|mean daily rank correlation| up to which a factor counts in full; 0.5 unless told.',
  })
  limit?: number;
}

@ObjectType('Unlike', { description: 'Known factors that a run keeps away from (残差挖掘).' })
export class UnlikeModel {
  @Described(() => UnlikeModeEnum, { description: 'What becomes of a factor that is too similar.' })
  mode: UnlikeRule['mode'];

  @Described(() => Float, { description: '|correlation| up to which a factor counts in full.' })
  limit: number;

  @Described(() => String, { description: 'Where they came from: library:<id> or formula.' })
  source: string;

  @Described(() => Int, { description: 'How many there are.' })
  known: number;
}
