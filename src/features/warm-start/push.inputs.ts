import { ID, InputType } from '@nestjs/graphql';
import { DescribedInput } from '../../platform/graphql/described.ts';
import { PoolDistinctInput } from './pool.inputs.ts';

@InputType('PushFormulasInput', { description: 'Formulas that are to join a list (上传公式).' })
export class PushFormulasInput {
  @DescribedInput(() => String, {
    list: true,
    maximumLength: 100_000,
    description: 'One formula each, at most 1,000. Empty ones and those that begin with # are passed over.',
  })
  formulas: string[];

  @DescribedInput(() => Boolean, {
    nullable: true,
    description: 'Keep all or nothing: a single refused line, and none joins. False unless told.',
  })
  atomic?: boolean;

  @DescribedInput(() => PoolDistinctInput, {
    nullable: true,
    description: 'Leave out what behaves like a program of the list, or like an earlier line.',
  })
  distinct?: PoolDistinctInput;

  @DescribedInput(() => ID, {
    nullable: true,
    description: 'Market whose fields the formulas may use; the newest unless told.',
  })
  datasetId?: string;
}
