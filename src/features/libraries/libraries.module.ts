import { Module } from '@nestjs/common';
import { queue } from '../../platform/queue/queue.module.ts';
import { EvaluationsModule } from '../evaluations/evaluations.module.ts';
import { FactorsModule } from '../factors/factors.module.ts';
import { LibrariesController } from './libraries.controller.ts';
import { LibrariesResolver, LibraryMemberFieldsResolver } from './libraries.resolver.ts';
import { LibrariesService } from './libraries.service.ts';
import { LibrariesStore } from './libraries.store.ts';
import { LibraryComparisons } from './library-comparisons.service.ts';
import { LibrarySketchesProcessor } from './library-sketches.processor.ts';
import { LIBRARY_SKETCHES_QUEUE, LibrarySketches } from './library-sketches.service.ts';

@Module({
  imports: [queue(LIBRARY_SKETCHES_QUEUE), EvaluationsModule, FactorsModule],
  controllers: [LibrariesController],
  providers: [
    LibrariesService,
    LibrariesStore,
    LibraryComparisons,
    LibrarySketches,
    LibrarySketchesProcessor,
    LibrariesResolver,
    LibraryMemberFieldsResolver,
  ],
  exports: [LibrariesService],
})
export class LibrariesModule {}
