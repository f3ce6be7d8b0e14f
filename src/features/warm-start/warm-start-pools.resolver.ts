import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import {
  type Connection,
  ConnectionArgs,
  connectionRequest,
  toConnection,
} from '../../platform/paging/connection.ts';
import { CreatePoolInput, PoolQueryInput, PoolSourcesInput, UpdatePoolInput } from './pool.inputs.ts';
import { PoolConnection, PoolContentsModel, PoolProgramModel, WarmStartPoolModel } from './pool.models.ts';
import { PoolContents } from './pool-contents.service.ts';
import type { PoolRecord } from './pools.store.ts';
import { PushFormulasInput } from './push.inputs.ts';
import { PushResultModel } from './push.models.ts';
import { WarmStartPools } from './warm-start-pools.service.ts';

const POOL_ID = { type: () => ID, description: 'Of the pool.' };

@Resolver(() => WarmStartPoolModel)
export class WarmStartPoolsResolver {
  constructor(
    private readonly pools: WarmStartPools,
    private readonly contents: PoolContents,
  ) {}

  @Query(() => PoolConnection, { description: 'Warm-start pools (热启动池), newest first.' })
  @Access('viewer')
  async warmStartPools(@Args() args: ConnectionArgs): Promise<Connection<PoolRecord>> {
    return toConnection(await this.pools.list(connectionRequest(args)), ({ id }) => [id]);
  }

  @Query(() => WarmStartPoolModel, { description: 'One warm-start pool.' })
  @Access('viewer')
  warmStartPool(@Args('id', POOL_ID) id: string): Promise<PoolRecord> {
    return this.pools.get(id);
  }

  @Query(() => [PoolProgramModel], { description: 'What a query would hand out now, before it is saved.' })
  @Access('viewer')
  async previewPool(
    @Args('query', { description: 'The query to try.' }) query: PoolQueryInput,
  ): Promise<PoolProgramModel[]> {
    return (await this.contents.pull(await this.contents.ask(query))).programs;
  }

  @Query(() => PoolContentsModel, {
    description:
      'What sources would hand out now, before they are saved, and what of each would be left out.',
  })
  @Access('viewer')
  async previewPoolSources(
    @Args('from', { description: 'The sources to try.' }) from: PoolSourcesInput,
  ): Promise<PoolContentsModel> {
    return this.contents.pull(await this.contents.ask(from));
  }

  @Mutation(() => WarmStartPoolModel, {
    description:
      'Saves a query, sources or a list as a warm-start pool. Its name is unique, so a repeated call is refused.',
  })
  @Access('researcher')
  createWarmStartPool(
    @Args('input', { description: 'One of query, sources and list.' }) input: CreatePoolInput,
  ): Promise<PoolRecord> {
    return this.pools.create(input);
  }

  @Mutation(() => WarmStartPoolModel, {
    description: 'Changes its name, what it asks for, or takes programs out of a list.',
  })
  @Access('researcher')
  updateWarmStartPool(
    @Args('id', POOL_ID) id: string,
    @Args('input', { description: 'What is to change.' }) input: UpdatePoolInput,
  ): Promise<PoolRecord> {
    return this.pools.update(id, input);
  }

  @Mutation(() => WarmStartPoolModel, {
    description: 'Deletes it, unless a schedule names it; what runs took from it stays with them.',
  })
  @Access('operator')
  deleteWarmStartPool(@Args('id', POOL_ID) id: string): Promise<PoolRecord> {
    return this.pools.delete(id);
  }

  @Mutation(() => WarmStartPoolModel, {
    description: 'A list of what a pool hands out now, which no later night changes (快照).',
  })
  @Access('researcher')
  snapshotWarmStartPool(
    @Args('id', POOL_ID) id: string,
    @Args('name', { description: 'Of the list; unique.' }) name: string,
  ): Promise<PoolRecord> {
    return this.pools.snapshot(id, name);
  }

  @Mutation(() => PushResultModel, {
    description:
      'Uploads formulas to a list (上传公式): what can be read is kept, what cannot is told line by line.',
  })
  @Access('researcher')
  pushToWarmStartPool(
    @Args('id', POOL_ID) id: string,
    @Args('input', { description: 'The formulas.' }) input: PushFormulasInput,
  ): Promise<PushResultModel> {
    return this.pools.push(id, input);
  }
}
