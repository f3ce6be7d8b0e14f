import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import {
  type Connection,
  ConnectionArgs,
  connectionRequest,
  connectionType,
  toConnection,
} from '../../platform/paging/connection.ts';
import { CreateExperimentInput, ExperimentModel } from './experiment.models.ts';
import { ExperimentsService } from './experiments.service.ts';
import type { ExperimentRecord } from './experiments.store.ts';

const ExperimentConnection = connectionType('Experiment', ExperimentModel);

@Resolver(() => ExperimentModel)
export class ExperimentsResolver {
  constructor(private readonly experiments: ExperimentsService) {}

  @Access('researcher')
  @Mutation(() => ExperimentModel, {
    description:
      'Freezes a configuration. The same configuration gives the same experiment: naturally idempotent.',
  })
  createExperiment(
    @Args('input', { description: 'What to freeze.' }) input: CreateExperimentInput,
  ): Promise<ExperimentRecord> {
    return this.experiments.create(input.configuration, input.name ?? null);
  }

  @Access('viewer')
  @Query(() => ExperimentModel, { description: 'One experiment.' })
  experiment(
    @Args('id', { type: () => ID, description: 'Of the experiment.' }) id: string,
  ): Promise<ExperimentRecord> {
    return this.experiments.get(id);
  }

  @Access('viewer')
  @Query(() => ExperimentConnection, { name: 'experiments', description: 'Experiments, newest first.' })
  async list(@Args() args: ConnectionArgs): Promise<Connection<ExperimentRecord>> {
    return toConnection(await this.experiments.list(connectionRequest(args)), ({ id }) => [id]);
  }
}
