import { Args, ID, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import {
  type Connection,
  connectionRequest,
  connectionType,
  toConnection,
} from '../../platform/paging/connection.ts';
import { StopConditionsModel } from '../experiments/experiment.settings.ts';
import { CloneRun } from './clone-run.service.ts';
import { ControlRuns } from './control-runs.service.ts';
import { CloneRunInput, CreateRunInput } from './run.inputs.ts';
import { RunModel, RunProgressModel } from './run.models.ts';
import { RunHistoryService } from './run-history.service.ts';
import { RunListArgs } from './run-list.args.ts';
import { runView } from './run-views.ts';
import { RunsService } from './runs.service.ts';

const RunConnection = connectionType('Run', RunModel);
const RUN_ID = { type: () => ID, description: 'Of the run.' };

@Resolver(() => RunModel)
export class RunsResolver {
  constructor(
    private readonly runs: RunsService,
    private readonly history: RunHistoryService,
    private readonly controls: ControlRuns,
    private readonly cloning: CloneRun,
  ) {}

  @Access('viewer')
  @Query(() => RunModel, { description: 'One run.' })
  async run(@Args('id', RUN_ID) id: string): Promise<RunModel> {
    return runView(await this.runs.get(id));
  }

  @Access('viewer')
  @Query(() => RunConnection, { name: 'runs', description: 'Runs, newest first.' })
  async list(@Args() args: RunListArgs): Promise<Connection<RunModel>> {
    const page = await this.runs.list(args, connectionRequest(args));
    return toConnection({ ...page, items: page.items.map(runView) }, ({ id }) => [id]);
  }

  @Access('viewer')
  @Query(() => RunProgressModel, {
    name: 'runProgress',
    description: 'A run at its last generation boundary.',
  })
  progress(@Args('runId', RUN_ID) runId: string): Promise<RunProgressModel> {
    return this.history.progress(runId);
  }

  @Access('viewer')
  @Subscription(() => RunProgressModel, {
    name: 'runProgress',
    description:
      'The present state, then each change, until the run is over. A slow reader misses states, never the last.',
    resolve: (progress: RunProgressModel) => progress,
  })
  watch(@Args('runId', RUN_ID) runId: string): Promise<AsyncIterableIterator<RunProgressModel>> {
    return this.history.watch(runId);
  }

  @Access('researcher')
  @Mutation(() => RunModel, {
    description:
      'Fixes dataset, experiment, seed and warm-start programs of a new run, and starts it if told.',
  })
  async createRun(@Args('input', { description: 'What to run.' }) input: CreateRunInput): Promise<RunModel> {
    return runView(await this.runs.create(input));
  }

  @Access('researcher')
  @Mutation(() => RunModel, {
    description: 'A run like an earlier one, with what is to be different (克隆运行).',
  })
  async cloneRun(
    @Args('id', RUN_ID) id: string,
    @Args('input', {
      nullable: true,
      description: 'What is to be different; nothing but the seed unless told.',
    })
    input?: CloneRunInput,
  ): Promise<RunModel> {
    return runView(await this.cloning.clone(id, input ?? {}));
  }

  @Access('researcher')
  @Mutation(() => RunModel, {
    description:
      'A random search on the same dataset with as many programs as the run has tried: what its method alone must beat (对照实验).',
  })
  async createControlRun(
    @Args('id', RUN_ID) id: string,
    @Args('start', { nullable: true, description: 'Start at once; true unless told.' }) start?: boolean,
  ): Promise<RunModel> {
    return runView(await this.controls.create(id, start ?? true));
  }

  @Access('researcher')
  @Mutation(() => RunModel, { description: 'Queues a created run. Idempotent.' })
  async startRun(@Args('id', RUN_ID) id: string): Promise<RunModel> {
    return runView(await this.runs.start(id));
  }

  @Access('researcher')
  @Mutation(() => RunModel, { description: 'Pauses after the generation under way. Idempotent.' })
  async pauseRun(@Args('id', RUN_ID) id: string): Promise<RunModel> {
    return runView(await this.runs.pause(id));
  }

  @Access('researcher')
  @Mutation(() => RunModel, {
    description:
      'Goes on from the last generation, with the same bytes as if it had never stopped. Idempotent.',
  })
  async resumeRun(@Args('id', RUN_ID) id: string): Promise<RunModel> {
    return runView(await this.runs.resume(id));
  }

  @Access('researcher')
  @Mutation(() => RunModel, {
    description: 'Ends for good after the generation under way; results are kept. Idempotent.',
  })
  async cancelRun(@Args('id', RUN_ID) id: string): Promise<RunModel> {
    return runView(await this.runs.cancel(id));
  }

  @Access('researcher')
  @Mutation(() => RunModel, {
    description: 'Changes the limits; the change is logged. A completed run goes on when it is resumed.',
  })
  async extendRun(
    @Args('id', RUN_ID) id: string,
    @Args('stop', { description: 'What is left out stays; null lifts a limit.' }) stop: StopConditionsModel,
  ): Promise<RunModel> {
    return runView(await this.runs.extend(id, stop));
  }
}
