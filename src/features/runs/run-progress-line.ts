import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Config, minesRuns } from '../../platform/config/config.ts';
import { Notifications } from '../../platform/database/notifications.ts';
import type { RunProgressModel } from './run.models.ts';
import { RunHistoryService } from './run-history.service.ts';
import { RUN_CHANGED } from './run-look.service.ts';

/** A terminal's line is drawn anew this often, a log gets a line this often. */
const REDRAW_MS = 500;
const LOG_MS = 5_000;

/** Shows whoever started the process how its runs get on: one live line on a terminal, some lines in a log. */
@Injectable()
export class RunProgressLine implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('mining');
  private readonly live = process.stdout.isTTY === true;
  private lastShownMs = Number.NEGATIVE_INFINITY;
  private unsubscribe: (() => void) | null = null;

  constructor(
    private readonly config: Config,
    private readonly history: RunHistoryService,
    private readonly notifications: Notifications,
  ) {}

  onApplicationBootstrap(): void {
    if (!minesRuns(this.config)) return;
    this.unsubscribe = this.notifications.subscribe(RUN_CHANGED, (runId) => this.changed(runId));
  }

  onModuleDestroy(): void {
    this.unsubscribe?.();
  }

  private changed(runId: string): void {
    const nowMs = performance.now();
    if (nowMs - this.lastShownMs < (this.live ? REDRAW_MS : LOG_MS)) return;
    this.lastShownMs = nowMs;
    // What cannot be read now is shown with the next change.
    this.history.progress(runId).then(
      (progress) => this.show(progress),
      () => undefined,
    );
  }

  private show(progress: RunProgressModel): void {
    if (progress.generation === null) return;
    const line = progressLine(progress);
    const end = progress.state === 'RUNNING' ? '' : '\n';
    if (this.live) process.stdout.write(`\r\u001b[K${line}${end}`);
    else this.logger.log(line);
  }
}

/** `run 01a2...: generation 12/30, mean 0.0312, best 0.0887 OPEN/CLOSE, 93 programs/s`. */
export function progressLine(progress: RunProgressModel): string {
  const { runId, generation, generations, meanFitness, bestFitness, bestFormula, evaluationsPerSecond } =
    progress;
  const of = generations === null ? '' : `/${generations}`;
  const ic = (value: number | null): string => (value === null ? '-' : value.toFixed(4));
  const pace = evaluationsPerSecond === null ? '' : `, ${evaluationsPerSecond.toFixed(0)} programs/s`;
  return `run ${runId}: generation ${generation}${of}, mean |IC| ${ic(meanFitness)}, best ${ic(bestFitness)} ${
    bestFormula ?? ''
  }${pace}`;
}
