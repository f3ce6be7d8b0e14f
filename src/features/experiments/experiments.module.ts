import { Module } from '@nestjs/common';
import { ExperimentLoaders } from './experiment.loaders.ts';
import { ExperimentsController } from './experiments.controller.ts';
import { ExperimentsResolver } from './experiments.resolver.ts';
import { ExperimentsService } from './experiments.service.ts';
import { ExperimentsStore } from './experiments.store.ts';

@Module({
  controllers: [ExperimentsController],
  providers: [ExperimentsService, ExperimentsStore, ExperimentLoaders, ExperimentsResolver],
  exports: [ExperimentsService, ExperimentLoaders],
})
export class ExperimentsModule {}
