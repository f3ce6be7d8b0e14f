import { Module } from '@nestjs/common';
import { queue } from '../../platform/queue/queue.module.ts';
import { DatasetsModule } from '../datasets/datasets.module.ts';
import { EvaluationsModule } from '../evaluations/evaluations.module.ts';
import { FactorsModule } from '../factors/factors.module.ts';
import { LibraryCare } from './care/library-care.service.ts';
import { LibraryCareStore } from './care/library-care.store.ts';
import { LibraryCareTicker } from './care/library-care-ticker.ts';
import { LibrariesController } from './libraries.controller.ts';
import { LibrariesResolver, LibraryMemberFieldsResolver } from './libraries.resolver.ts';
import { LibrariesService } from './libraries.service.ts';
import { LibrariesStore } from './libraries.store.ts';
import { LibraryLoaders } from './library.loaders.ts';
import { LibraryComparisons } from './library-comparisons.service.ts';
import { LibraryComposite } from './library-composite.service.ts';
import { LibraryHistoryStore } from './library-history.store.ts';
import { LibraryProcessController } from './library-process.controller.ts';
import { LibraryProcessResolver } from './library-process.resolver.ts';
import { LibrarySignals } from './library-signals.service.ts';
import { LibrarySketchesProcessor } from './library-sketches.processor.ts';
import { LIBRARY_SKETCHES_QUEUE, LibrarySketches } from './library-sketches.service.ts';

@Module({
  imports: [queue(LIBRARY_SKETCHES_QUEUE), DatasetsModule, EvaluationsModule, FactorsModule],
  controllers: [LibraryProcessController, LibrariesController],
  providers: [
    LibrariesService,
    LibrariesStore,
    LibraryHistoryStore,
    LibraryCareStore,
    LibraryCare,
    LibraryCareTicker,
    LibraryLoaders,
    LibrarySignals,
    LibraryComposite,
    LibraryProcessResolver,
    LibraryComparisons,
    LibrarySketches,
    LibrarySketchesProcessor,
    LibrariesResolver,
    LibraryMemberFieldsResolver,
  ],
  exports: [LibrariesService, LibraryLoaders],
})
export class LibrariesModule {}
