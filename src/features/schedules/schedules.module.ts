import { Module } from '@nestjs/common';
import { ExperimentsModule } from '../experiments/experiments.module.ts';
import { FactorsModule } from '../factors/factors.module.ts';
import { LibrariesModule } from '../libraries/libraries.module.ts';
import { RunsModule } from '../runs/runs.module.ts';
import { ScheduleLoaders } from './schedule.loaders.ts';
import { ScheduleAdmissions } from './schedule-admissions.service.ts';
import {
  ScheduleFieldsResolver,
  ScheduleSlotFieldsResolver,
  SlotCandidateFieldsResolver,
} from './schedule-fields.resolver.ts';
import { ScheduleFiring } from './schedule-firing.service.ts';
import { ScheduleSlotsStore } from './schedule-slots.store.ts';
import { ScheduleTemplates } from './schedule-templates.service.ts';
import { ScheduleTickers } from './schedule-tickers.ts';
import { ScheduleWatch } from './schedule-watch.service.ts';
import { SchedulesController } from './schedules.controller.ts';
import { SchedulesResolver } from './schedules.resolver.ts';
import { SchedulesService } from './schedules.service.ts';
import { SchedulesStore } from './schedules.store.ts';
import { SlotAdmissionsStore } from './slot-admissions.store.ts';
import { SlotCandidates } from './slot-candidates.service.ts';
import { SlotResolver } from './slot-resolver.ts';
import { SlotRuns } from './slot-runs.service.ts';

const STORES = [SchedulesStore, ScheduleSlotsStore, SlotAdmissionsStore];
const RESOLVERS = [
  SchedulesResolver,
  ScheduleFieldsResolver,
  ScheduleSlotFieldsResolver,
  SlotCandidateFieldsResolver,
];

@Module({
  imports: [ExperimentsModule, FactorsModule, LibrariesModule, RunsModule],
  controllers: [SchedulesController],
  exports: [ScheduleLoaders],
  providers: [
    ...STORES,
    ...RESOLVERS,
    SchedulesService,
    ScheduleTemplates,
    ScheduleFiring,
    ScheduleWatch,
    ScheduleAdmissions,
    ScheduleTickers,
    ScheduleLoaders,
    SlotResolver,
    SlotRuns,
    SlotCandidates,
  ],
})
export class SchedulesModule {}
