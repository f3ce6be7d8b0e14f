import { Args, Float, ID, Int, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../../platform/auth/access.ts';
import { RunBatchModel } from './batch.models.ts';
import { MAXIMUM_BATCH, RunBatches } from './run-batches.service.ts';

@Resolver(() => RunBatchModel)
export class BatchResolver {
  constructor(private readonly batches: RunBatches) {}

  @Access('viewer')
  @Query(() => RunBatchModel, {
    description:
      "A run's best factors of which no two are alike, nor like the known ones that it kept away from.",
  })
  runBatch(
    @Args('runId', { type: () => ID, description: 'The run.' }) runId: string,
    @Args('count', {
      type: () => Int,
      nullable: true,
      description: `At most so many, up to ${MAXIMUM_BATCH}; 20 unless told.`,
    })
    count?: number,
    @Args('maximumCorrelation', {
      type: () => Float,
      nullable: true,
      description: "Largest |correlation|, 0 to 1; the limit of the run's own rule, or 0.5, unless told.",
    })
    maximumCorrelation?: number,
  ): Promise<RunBatchModel> {
    return this.batches.of(runId, {
      count: count ?? undefined,
      maximumCorrelation: maximumCorrelation ?? undefined,
    });
  }
}
