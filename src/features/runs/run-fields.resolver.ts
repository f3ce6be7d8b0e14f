import { Args, Int, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { WarmStartProgram } from '../../mining/ports.ts';
import {
  type Connection,
  connectionRequest,
  connectionType,
  toConnection,
} from '../../platform/paging/connection.ts';
import { GenerationModel, IndividualModel } from './generation.models.ts';
import { type GenerationRow, type IndividualRow, positionOf } from './generations.store.ts';
import { RunLoaders } from './run.loaders.ts';
import { RunEventModel, RunModel, WarmStartProgramModel } from './run.models.ts';
import { IndividualsArgs, MAXIMUM_GENERATIONS, PopulationArgs } from './run-list.args.ts';
import type { RunEventRecord } from './run-record.ts';
import { generationView, individualView } from './run-views.ts';

const IndividualConnection = connectionType('Individual', IndividualModel);
const DEFAULT_GENERATIONS = 1_000;

/** What hangs on a run and is read only when it is asked for. */
@Resolver(() => RunModel)
export class RunFieldsResolver {
  constructor(private readonly loaders: RunLoaders) {}

  @ResolveField(() => [GenerationModel], {
    description: "Statistics of each generation, ascending: the series of the report's figure 13.",
  })
  async generations(
    @Parent() run: RunModel,
    @Args('after', { type: () => Int, nullable: true, description: 'Only generations after this one.' })
    after?: number,
    @Args('limit', { type: () => Int, nullable: true, description: 'At most so many; 1000 unless told.' })
    limit?: number,
  ): Promise<GenerationModel[]> {
    const most = Math.min(Math.max(1, limit ?? DEFAULT_GENERATIONS), MAXIMUM_GENERATIONS);
    const wish = { runId: run.id, after: after ?? null, limit: most };
    return (await this.loaders.generations.load(wish)).map(generationView);
  }

  @ResolveField(() => IndividualConnection, { description: 'Who lived when a generation was committed.' })
  async population(
    @Parent() run: RunModel,
    @Args() args: PopulationArgs,
  ): Promise<Connection<IndividualModel>> {
    return individualsOf(this.loaders, { runId: run.id, generation: args.generation ?? null }, args);
  }

  @ResolveField(() => [RunEventModel], {
    description: 'What users asked and what became of it, newest first.',
  })
  events(run: RunModel): Promise<RunEventRecord[]> {
    return this.loaders.events.load(run.id);
  }

  @ResolveField(() => [WarmStartProgramModel], {
    description: 'Programs that it was given when it was created (热启动).',
  })
  async warmStart(run: RunModel): Promise<readonly WarmStartProgram[]> {
    return (await this.loaders.warmStart.load(run.id)) ?? [];
  }
}

/** Who lived when a generation was committed. */
@Resolver(() => GenerationModel)
export class GenerationFieldsResolver {
  constructor(private readonly loaders: RunLoaders) {}

  @ResolveField(() => IndividualConnection, {
    description: 'Who lived when it was committed; refused once some of them were pruned.',
  })
  individuals(
    @Parent() { runId, generation }: GenerationRow,
    @Args() args: IndividualsArgs,
  ): Promise<Connection<IndividualModel>> {
    return individualsOf(this.loaders, { runId, generation }, args);
  }
}

async function individualsOf(
  loaders: RunLoaders,
  of: { readonly runId: string; readonly generation: number | null },
  args: IndividualsArgs,
): Promise<Connection<IndividualModel>> {
  const order = args.order ?? 'FITNESS';
  const page = await loaders.population.load({ ...of, order, page: connectionRequest(args) });
  const connection = toConnection(page, (row: IndividualRow) => positionOf(row, order));
  return {
    ...connection,
    edges: connection.edges.map(({ cursor, node }) => ({ cursor, node: individualView(node) })),
  };
}
