import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, Logger } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { Database } from '../../platform/database/database.ts';
import type { RunToLook } from './run-record.ts';

export const RUNS_QUEUE = 'runs';
/** Channel of "run X changed"; the payload is the run's id. */
export const RUN_CHANGED = 'run_changed';

export interface LookJob {
  readonly runId: string;
}

/** Says "look at run X" to the workers and "run X changed" to whoever watches. Losing either is harmless. */
@Injectable()
export class RunLook {
  private readonly logger = new Logger(RunLook.name);

  constructor(
    @InjectQueue(RUNS_QUEUE) private readonly queue: Queue<LookJob>,
    private readonly database: Database,
  ) {}

  /** Wishes for the same run and epoch fall together while they wait (ADR 0009). */
  async at(run: RunToLook): Promise<void> {
    const options = { jobId: `${run.id}-${run.epoch}`, removeOnComplete: true, removeOnFail: true };
    try {
      await this.queue.add('look', { runId: run.id }, options);
    } catch (error) {
      // The row says what is wanted; the reconciler's next round puts the run up.
      this.logger.warn(
        `the queue did not take run ${run.id}, the reconciler puts it up again: ${String(error)}`,
      );
    }
  }

  async tellChanged(runId: string): Promise<void> {
    try {
      await this.database.pool.query('SELECT pg_notify($1, $2)', [RUN_CHANGED, runId]);
    } catch (error) {
      // Watchers read the row again by themselves every few seconds.
      this.logger.warn(`watchers of run ${runId} were not told, they look for themselves: ${String(error)}`);
    }
  }
}
