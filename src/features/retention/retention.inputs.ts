import { ID, InputType, Int } from '@nestjs/graphql';
import { DescribedInput } from '../../platform/graphql/described.ts';
import type { PruneOrder } from './retention.service.ts';

const MOST = 1_000_000;

@InputType('SetRetentionInput', { description: 'What is to change; what is left out stays.' })
export class SetRetentionInput {
  @DescribedInput(() => Boolean, { nullable: true, description: 'Whether workers prune, every hour.' })
  automatic?: boolean;

  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 0,
    maximum: MOST,
    description: 'Runs that ended less than so many days ago are left alone.',
  })
  afterDays?: number;

  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 0,
    maximum: MOST,
    description: 'Populations of the last so many generations of a run stay whole.',
  })
  keepGenerations?: number;

  @DescribedInput(() => Int, {
    nullable: true,
    minimum: 0,
    maximum: MOST,
    description: 'Of so many of the best factors of a run, the first individual stays.',
  })
  keepBest?: number;
}

@InputType('PruneInput', { description: 'What to prune.' })
export class PruneInput {
  @DescribedInput(() => ID, {
    nullable: true,
    description: 'One run; all that are over for long enough unless told.',
  })
  runId?: string;

  @DescribedInput(() => Boolean, { description: 'Only count what would go, and change nothing.' })
  dryRun: boolean;
}

export const pruneOrder = ({ runId, dryRun }: PruneInput): PruneOrder => ({ runId: runId ?? null, dryRun });
