import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { ImportWorker } from './import-worker.ts';
import { IMPORTS_QUEUE, type ImportJob } from './imports.service.ts';

/** Takes imports from the queue, one at a time in a process: each may hold a market in memory. */
@Processor(IMPORTS_QUEUE, { lockDuration: 30_000, stalledInterval: 15_000, maxStalledCount: 1 })
export class ImportProcessor extends WorkerHost {
  constructor(private readonly imports: ImportWorker) {
    super();
  }

  async process(job: Job<ImportJob>): Promise<void> {
    await this.imports.work(job.data.importId);
  }
}
