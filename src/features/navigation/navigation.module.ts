import { Module } from '@nestjs/common';
import { DatasetsModule } from '../datasets/datasets.module.ts';
import { ExperimentsModule } from '../experiments/experiments.module.ts';
import { FactorsModule } from '../factors/factors.module.ts';
import { LibrariesModule } from '../libraries/libraries.module.ts';
import { RunsModule } from '../runs/runs.module.ts';
import { SchedulesModule } from '../schedules/schedules.module.ts';
import { WAYS } from './ways.ts';

@Module({
  imports: [DatasetsModule, ExperimentsModule, FactorsModule, LibrariesModule, RunsModule, SchedulesModule],
  providers: [...WAYS],
})
export class NavigationModule {}
