import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import { isPassing } from '../../core/outcome/passing.ts';
import { RUN_TOP_QUEUE, RunTopEvaluations, type RunTopJob } from './run-top.service.ts';

/** Measures the best factors of runs that rest, one run at a time, behind nothing and ahead of candidates. */
@Processor(RUN_TOP_QUEUE, { concurrency: 1, lockDuration: 60_000 })
export class RunTopProcessor extends WorkerHost {
  private readonly logger = new Logger(RunTopProcessor.name);

  constructor(private readonly evaluations: RunTopEvaluations) {
    super();
  }

  async process(job: Job<RunTopJob>): Promise<void> {
    try {
      const done = await this.evaluations.evaluateRunTop(job.data, (share) => job.updateProgress(share));
      this.logger.log(`run ${job.data.runId}: its best ${done} factors are measured on every period`);
    } catch (error) {
      // A run that was deleted or a dataset that is gone stays gone: trying again would not help.
      if (isPassing(error)) throw error;
      this.logger.warn(
        `run ${job.data.runId}: its best are not measured on every period: ${(error as Error).message}`,
      );
    }
  }
}
