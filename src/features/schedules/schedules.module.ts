import { Module } from '@nestjs/common';
import { ExperimentsModule } from '../experiments/experiments.module.ts';
import { RunsModule } from '../runs/runs.module.ts';
import { ScheduleFiring } from './schedule-firing.service.ts';
import { ScheduleTickers } from './schedule-tickers.ts';
import { SchedulesController } from './schedules.controller.ts';
import { SchedulesResolver } from './schedules.resolver.ts';
import { SchedulesService } from './schedules.service.ts';
import { SchedulesStore } from './schedules.store.ts';
import { SlotResolver } from './slot-resolver.ts';

@Module({
  imports: [ExperimentsModule, RunsModule],
  controllers: [SchedulesController],
  providers: [
    SchedulesService,
    ScheduleFiring,
    ScheduleTickers,
    SlotResolver,
    SchedulesStore,
    SchedulesResolver,
  ],
})
export class SchedulesModule {}
