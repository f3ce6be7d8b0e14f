import { Module } from '@nestjs/common';
import { FactorsModule } from '../factors/factors.module.ts';
import { POOL_PROGRAMS } from '../runs/pool-programs.ts';
import { PoolsStore } from './pools.store.ts';
import { WarmStartPoolsController } from './warm-start-pools.controller.ts';
import { WarmStartPoolsResolver } from './warm-start-pools.resolver.ts';
import { WarmStartPools } from './warm-start-pools.service.ts';

@Module({
  imports: [FactorsModule],
  controllers: [WarmStartPoolsController],
  providers: [
    PoolsStore,
    WarmStartPools,
    WarmStartPoolsResolver,
    { provide: POOL_PROGRAMS, useExisting: WarmStartPools },
  ],
  exports: [POOL_PROGRAMS],
})
export class WarmStartModule {}
