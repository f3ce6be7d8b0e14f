import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../../platform/auth/access.ts';
import { RunComparisonModel } from './comparison.models.ts';
import { RunComparison } from './run-comparison.service.ts';

@Resolver(() => RunComparisonModel)
export class ComparisonResolver {
  constructor(private readonly comparison: RunComparison) {}

  @Access('viewer')
  @Query(() => RunComparisonModel, {
    description: 'Runs side by side: settings that differ, curves, shared factors.',
  })
  compareRuns(
    @Args('runIds', { type: () => [ID], description: 'Two to ten runs.' }) runIds: string[],
  ): Promise<RunComparisonModel> {
    return this.comparison.compare(runIds);
  }
}
