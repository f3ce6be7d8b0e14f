import { Module } from '@nestjs/common';
import { DatasetsModule } from '../datasets/datasets.module.ts';
import { ImportedValuesModule } from '../imported-values/imported-values.module.ts';
import { DatasetRemoval } from './dataset-removal.service.ts';
import { DatasetUseStore } from './dataset-use.store.ts';
import { HousekeepingController } from './housekeeping.controller.ts';
import { HousekeepingResolver } from './housekeeping.resolver.ts';
import { UnusedFilesService } from './unused-files.service.ts';

@Module({
  imports: [DatasetsModule, ImportedValuesModule],
  controllers: [HousekeepingController],
  providers: [DatasetRemoval, DatasetUseStore, UnusedFilesService, HousekeepingResolver],
  exports: [DatasetRemoval, UnusedFilesService],
})
export class HousekeepingModule {}
