import { ResolveField, Resolver } from '@nestjs/graphql';
import { FactorModel } from '../factors/factor.models.ts';
import { LineageEdgeModel } from '../factors/lineage.models.ts';
import { RunLoaders } from './run.loaders.ts';
import { RunModel } from './run.models.ts';

/** The way from a factor to the run that found it. */
@Resolver(() => FactorModel)
export class FactorRunResolver {
  constructor(private readonly loaders: RunLoaders) {}

  @ResolveField(() => RunModel, {
    nullable: true,
    description: 'The first run in which it lived; null where no run has bred or been given it.',
  })
  async foundBy(factor: FactorModel): Promise<RunModel | null> {
    const runId = await this.loaders.firstRunOf.load(factor.id);
    return runId === null ? null : this.loaders.run.load(runId);
  }
}

@Resolver(() => LineageEdgeModel)
export class BirthRunResolver {
  constructor(private readonly loaders: RunLoaders) {}

  @ResolveField(() => RunModel, { nullable: true, description: 'The run in which it happened.' })
  run(birth: LineageEdgeModel): Promise<RunModel | null> {
    return this.loaders.run.load(birth.runId);
  }
}
