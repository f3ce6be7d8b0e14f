import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../../platform/auth/access.ts';
import { ImprovementModel } from './improvement.models.ts';
import { RunImprovement } from './run-improvement.service.ts';

@Resolver(() => ImprovementModel)
export class ImprovementResolver {
  constructor(private readonly improvements: RunImprovement) {}

  @Access('viewer')
  @Query(() => ImprovementModel, {
    description: 'How a run improved the factor that it was given, step by step (因子改进链).',
  })
  improvement(
    @Args('runId', { type: () => ID, description: 'A run that was created with `improve`.' }) runId: string,
  ): Promise<ImprovementModel> {
    return this.improvements.of(runId);
  }
}
