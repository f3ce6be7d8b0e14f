import { Module } from '@nestjs/common';
import { queue } from '../../platform/queue/queue.module.ts';
import { DatasetLoaders } from './dataset.loaders.ts';
import { DatasetRegistry } from './dataset-registry.ts';
import { DatasetsController } from './datasets.controller.ts';
import { DatasetsResolver } from './datasets.resolver.ts';
import { DatasetsService } from './datasets.service.ts';
import { DatasetsStore } from './datasets.store.ts';
import { DatasetsFolder } from './datasets-folder.ts';
import { ImportProcessor } from './import.processor.ts';
import { ImportFolder } from './import-folder.ts';
import { ImportWatch } from './import-watch.ts';
import { ImportWorker } from './import-worker.ts';
import { ImportsController } from './imports.controller.ts';
import { ImportsResolver } from './imports.resolver.ts';
import { IMPORTS_QUEUE, ImportsService } from './imports.service.ts';
import { ImportsStore } from './imports.store.ts';
import { MarketImporter } from './market-importer.ts';
import { SeriesStore } from './series.store.ts';

@Module({
  imports: [queue(IMPORTS_QUEUE)],
  controllers: [DatasetsController, ImportsController],
  providers: [
    DatasetsService,
    DatasetRegistry,
    DatasetsFolder,
    DatasetsStore,
    SeriesStore,
    DatasetsResolver,
    DatasetLoaders,
    ImportsService,
    MarketImporter,
    ImportFolder,
    ImportWatch,
    ImportWorker,
    ImportProcessor,
    ImportsStore,
    ImportsResolver,
  ],
  exports: [
    DatasetLoaders,
    DatasetsService,
    DatasetRegistry,
    DatasetsFolder,
    DatasetsStore,
    ImportFolder,
    ImportsService,
  ],
})
export class DatasetsModule {}
