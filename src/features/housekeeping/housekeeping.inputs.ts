import { ArgsType, InputType, Int } from '@nestjs/graphql';
import { Transform } from 'class-transformer';
import { DescribedInput } from '../../platform/graphql/described.ts';
import type { DeletionOrder } from './dataset-removal.service.ts';
import type { CollectionOrder } from './unused-files.service.ts';

const QUIET_HOURS = 24;
const A_YEAR_HOURS = 8784;

/** Query strings know texts alone; what is neither true nor false is left for the rules to refuse. */
const flag = ({ value }: { value: unknown }): unknown =>
  value === 'true' ? true : value === 'false' ? false : value;
const whole = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;

@InputType('DeleteDatasetInput', { description: 'A confirmed wish to delete a dataset.' })
export class DeleteDatasetInput {
  @DescribedInput(() => String, {
    maximumLength: 300,
    description: "The dataset's name or content hash, so that nothing is deleted by a slip.",
  })
  confirm: string;

  @Transform(flag)
  @DescribedInput(() => Boolean, {
    nullable: true,
    description: 'Delete although something uses it; its runs that are under way end. False unless told.',
  })
  force?: boolean;
}

@ArgsType()
export class UnusedFilesArgs {
  @Transform(whole)
  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 1,
    maximum: A_YEAR_HOURS,
    description: 'Only what was not written for so many hours; 24 unless told.',
  })
  quietHours?: number;

  @Transform(flag)
  @DescribedInput(() => Boolean, {
    nullable: true,
    description: 'Also daily reductions of minute bars, which are made anew when needed. False unless told.',
  })
  reductions?: boolean;
}

export const deletionOrder = ({ confirm, force }: DeleteDatasetInput): DeletionOrder => ({
  confirm,
  force: force ?? false,
});

export const collectionOrder = ({ quietHours, reductions }: UnusedFilesArgs): CollectionOrder => ({
  quietHours: quietHours ?? QUIET_HOURS,
  reductions: reductions ?? false,
});
