import { Module } from '@nestjs/common';
import { EvaluationsModule } from '../evaluations/evaluations.module.ts';
import { FactorsModule } from '../factors/factors.module.ts';
import { POOL_PROGRAMS } from '../runs/pool-programs.ts';
import { PoolLoaders } from './pool.loaders.ts';
import { PoolContents } from './pool-contents.service.ts';
import { PoolDistinct } from './pool-distinct.service.ts';
import { PoolFieldsResolver, PoolProgramFieldsResolver } from './pool-fields.resolver.ts';
import { PoolFiller } from './pool-filler.service.ts';
import { PoolPullController } from './pool-pull.controller.ts';
import { PoolSources } from './pool-sources.service.ts';
import { PoolUploads } from './pool-uploads.service.ts';
import { PoolUsesStore } from './pool-uses.store.ts';
import { PoolsStore } from './pools.store.ts';
import { WarmStartPoolsController } from './warm-start-pools.controller.ts';
import { WarmStartPoolsResolver } from './warm-start-pools.resolver.ts';
import { WarmStartPools } from './warm-start-pools.service.ts';

@Module({
  imports: [EvaluationsModule, FactorsModule],
  controllers: [WarmStartPoolsController, PoolPullController],
  providers: [
    PoolsStore,
    PoolUsesStore,
    PoolLoaders,
    PoolSources,
    PoolDistinct,
    PoolFiller,
    PoolContents,
    PoolUploads,
    WarmStartPools,
    WarmStartPoolsResolver,
    PoolFieldsResolver,
    PoolProgramFieldsResolver,
    { provide: POOL_PROGRAMS, useExisting: PoolContents },
  ],
  exports: [POOL_PROGRAMS],
})
export class WarmStartModule {}
