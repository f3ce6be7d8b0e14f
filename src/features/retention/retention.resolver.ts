import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import type { PruningRecord } from './digests.store.ts';
import type { Pruned } from './pruning.store.ts';
import { PruneInput, pruneOrder, SetRetentionInput } from './retention.inputs.ts';
import {
  PrunedRunModel,
  RetentionSettingsModel,
  RunPruningModel,
  RunVerificationModel,
} from './retention.models.ts';
import { RetentionService } from './retention.service.ts';
import type { RetentionSettings } from './retention-settings.ts';
import type { Verification } from './verification.service.ts';

const RUN = { type: () => ID, description: 'Of the run.' } as const;

@Resolver()
export class RetentionResolver {
  constructor(private readonly service: RetentionService) {}

  @Access('viewer')
  @Query(() => RetentionSettingsModel, { description: 'What is kept of runs that are over.' })
  retention(): Promise<RetentionSettings> {
    return this.service.getSettings();
  }

  @Access('viewer')
  @Query(() => RunPruningModel, {
    nullable: true,
    description: 'What went of a run; null where nothing did.',
  })
  runPruning(@Args('runId', RUN) runId: string): Promise<PruningRecord | null> {
    return this.service.pruningOf(runId);
  }

  @Access('operator')
  @Query(() => RunVerificationModel, {
    description: 'Whether what is kept of a run is what it was. Reads the whole run.',
  })
  verifyRun(
    @Args('runId', RUN) runId: string,
    @Args('againstRunId', { type: () => ID, nullable: true, description: 'The same run, made again.' })
    againstRunId?: string,
  ): Promise<Verification> {
    return this.service.verify(runId, againstRunId ?? null);
  }

  @Access('operator')
  @Mutation(() => RetentionSettingsModel, { description: 'Changes what is kept of runs that are over.' })
  setRetention(
    @Args('input', { description: 'What is to change.' }) input: SetRetentionInput,
  ): Promise<RetentionSettings> {
    return this.service.setSettings(input);
  }

  @Access('operator')
  @Mutation(() => [PrunedRunModel], {
    description: 'Prunes individuals that left long ago, by the settings; digests of every generation stay.',
  })
  pruneRuns(@Args('input', { description: 'What to prune.' }) input: PruneInput): Promise<Pruned[]> {
    return this.service.prune(pruneOrder(input));
  }
}
