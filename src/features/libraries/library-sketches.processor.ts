import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import { isPassing } from '../../core/outcome/passing.ts';
import {
  LIBRARY_SKETCHES_QUEUE,
  LibrarySketches,
  type LibrarySketchesJob,
} from './library-sketches.service.ts';

/** Sketches members of libraries, one library at a time. */
@Processor(LIBRARY_SKETCHES_QUEUE, { concurrency: 1, lockDuration: 60_000 })
export class LibrarySketchesProcessor extends WorkerHost {
  private readonly logger = new Logger(LibrarySketchesProcessor.name);

  constructor(private readonly sketches: LibrarySketches) {
    super();
  }

  async process(job: Job<LibrarySketchesJob>): Promise<void> {
    const { libraryId } = job.data;
    try {
      const done = await this.sketches.fill(job.data);
      this.logger.log(`library ${libraryId}: ${done} members were given their sketches`);
    } catch (error) {
      // A library or a dataset that is gone stays gone: trying again would not help.
      if (isPassing(error)) throw error;
      this.logger.warn(
        `library ${libraryId}: not all members were given sketches: ${(error as Error).message}`,
      );
    }
  }
}
