import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import {
  type Connection,
  ConnectionArgs,
  connectionRequest,
  toConnection,
} from '../../platform/paging/connection.ts';
import { FactorLoaders } from '../factors/factor.loaders.ts';
import { FactorModel } from '../factors/factor.models.ts';
import type { FactorRow } from '../factors/factor-queries.store.ts';
import { PoolLoaders } from './pool.loaders.ts';
import {
  PoolContentsModel,
  PoolProgramModel,
  PoolScheduleUseModel,
  PoolUseConnection,
  WarmStartPoolModel,
} from './pool.models.ts';
import { PoolContents } from './pool-contents.service.ts';
import type { PoolScheduleUse, PoolUse } from './pool-uses.store.ts';
import type { PoolRecord } from './pools.store.ts';

/** What hangs on a pool. What it hands out is asked anew, for one pool after another. */
@Resolver(() => WarmStartPoolModel)
export class PoolFieldsResolver {
  constructor(
    private readonly loaders: PoolLoaders,
    private readonly contents: PoolContents,
  ) {}

  @ResolveField(() => [PoolProgramModel], {
    description: 'What it hands out now, as formulas and graphs, in its order.',
  })
  @Access('viewer')
  async programs(pool: PoolRecord): Promise<PoolProgramModel[]> {
    return (await this.contents.pull(await this.contents.ofRecord(pool))).programs;
  }

  @ResolveField(() => PoolContentsModel, {
    name: 'contents',
    description: 'What it hands out now, and what of each source was left out.',
  })
  @Access('viewer')
  async whole(pool: PoolRecord): Promise<PoolContentsModel> {
    return this.contents.pull(await this.contents.ofRecord(pool));
  }

  @ResolveField(() => PoolUseConnection, { description: 'Runs that started from it, newest first.' })
  @Access('viewer')
  async runs(@Parent() pool: PoolRecord, @Args() args: ConnectionArgs): Promise<Connection<PoolUse>> {
    const wish = { poolId: pool.id, page: connectionRequest(args) };
    return toConnection(await this.loaders.runs.load(wish), ({ runId }) => [runId]);
  }

  @ResolveField(() => [PoolScheduleUseModel], { description: 'Schedules whose runs start from it.' })
  @Access('viewer')
  schedules(pool: PoolRecord): Promise<PoolScheduleUse[]> {
    return this.loaders.schedules.load(pool.id);
  }
}

/** What hangs on a program of a pool. */
@Resolver(() => PoolProgramModel)
export class PoolProgramFieldsResolver {
  constructor(private readonly factors: FactorLoaders) {}

  @ResolveField(() => FactorModel, {
    nullable: true,
    description: 'The stored factor; null of a program that was never stored.',
  })
  @Access('viewer')
  factor({ factorId }: PoolProgramModel): Promise<FactorRow | null> {
    return this.factors.factor.load(factorId);
  }
}
