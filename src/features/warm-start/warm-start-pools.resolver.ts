import { Args, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import {
  type Connection,
  ConnectionArgs,
  connectionRequest,
  toConnection,
} from '../../platform/paging/connection.ts';
import {
  CreatePoolInput,
  PoolConnection,
  PoolProgramModel,
  PoolQueryInput,
  WarmStartPoolModel,
} from './pool.models.ts';
import type { PoolRecord } from './pools.store.ts';
import { WarmStartPools } from './warm-start-pools.service.ts';

@Resolver(() => WarmStartPoolModel)
export class WarmStartPoolsResolver {
  constructor(private readonly pools: WarmStartPools) {}

  @Access('viewer')
  @Query(() => PoolConnection, { description: 'Warm-start pools (热启动池), newest first.' })
  async warmStartPools(@Args() args: ConnectionArgs): Promise<Connection<PoolRecord>> {
    return toConnection(await this.pools.list(connectionRequest(args)), ({ id }) => [id]);
  }

  @Access('viewer')
  @Query(() => WarmStartPoolModel, { description: 'One warm-start pool.' })
  warmStartPool(
    @Args('id', { type: () => ID, description: 'Of the pool.' }) id: string,
  ): Promise<PoolRecord> {
    return this.pools.get(id);
  }

  @Access('viewer')
  @Query(() => [PoolProgramModel], { description: 'What a query would hand out now, before it is saved.' })
  previewPool(
    @Args('query', { description: 'The query to try.' }) query: PoolQueryInput,
  ): Promise<PoolProgramModel[]> {
    return this.pools.preview(query);
  }

  @Access('researcher')
  @Mutation(() => WarmStartPoolModel, { description: 'Saves a query or a list as a warm-start pool.' })
  createWarmStartPool(
    @Args('input', { description: 'Either a query or a list.' }) input: CreatePoolInput,
  ): Promise<PoolRecord> {
    return this.pools.create(input);
  }

  @ResolveField(() => [PoolProgramModel], {
    description: 'What it hands out now, as formulas and graphs, in its order.',
  })
  programs(@Parent() pool: PoolRecord): Promise<PoolProgramModel[]> {
    return this.pools.pull(pool.id);
  }
}
