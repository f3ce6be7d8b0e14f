import { Logger } from '@nestjs/common';
import type { RunLook } from './run-look.service.ts';
import type { RunRecordsStore } from './run-records.store.ts';

/** A round is quick and cheap: one query, and an add for each run that nobody owns. */
export const RECONCILE_MS = 5_000;
const RUNS_A_ROUND = 1_000;

/**
 * Puts up every run that should be mined and has no live owner, at boot and every few seconds: after a killed worker,
 * a wiped queue or a lost wish. The queue ignores what it has already.
 */
export class RunReconciler {
  private readonly logger = new Logger(RunReconciler.name);
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(
    private readonly records: RunRecordsStore,
    private readonly look: RunLook,
    /** Says that this worker lives, each round. */
    private readonly beat: () => Promise<void>,
    private readonly everyMs = RECONCILE_MS,
  ) {}

  start(): void {
    void this.round();
  }

  stop(): void {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
  }

  /** @returns how many runs were put up */
  async reconcile(): Promise<number> {
    const runs = await this.records.withoutOwner(RUNS_A_ROUND);
    for (const run of runs) await this.look.at(run);
    return runs.length;
  }

  private async round(): Promise<void> {
    try {
      await this.beat();
      await this.reconcile();
    } catch (error) {
      this.logger.warn(`the reconciler tries again in ${this.everyMs / 1000} s: ${String(error)}`);
    }
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.round(), this.everyMs);
    this.timer.unref();
  }
}
