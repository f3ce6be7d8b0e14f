import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { OnApplicationBootstrap } from '@nestjs/common';
import type { Job } from 'bullmq';
import { Config, minesRuns } from '../../platform/config/config.ts';
import { type LookJob, RUNS_QUEUE } from './run-look.service.ts';
import { RunWorkers } from './run-workers.ts';

/**
 * Takes "look at run X" from the queue. The job is only a hint: what is done depends on the run's row alone, so a
 * job that comes twice, late or after a restart does no harm (ADR 0009).
 */
@Processor(RUNS_QUEUE, { lockDuration: 30_000, stalledInterval: 15_000, maxStalledCount: 1 })
export class RunProcessor extends WorkerHost implements OnApplicationBootstrap {
  constructor(
    private readonly config: Config,
    private readonly workers: RunWorkers,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    if (minesRuns(this.config)) this.worker.concurrency = this.config.concurrentRuns;
  }

  async process(job: Job<LookJob>): Promise<void> {
    await this.workers.miner.mineWhileWanted(job.data.runId);
  }
}
