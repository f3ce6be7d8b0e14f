import type { RunProgressModel } from '../features/runs/run.models.ts';
import { RunHistoryService } from '../features/runs/run-history.service.ts';
import { progressBar } from './progress-bar.ts';
import type { ServiceParts } from './service-session.ts';
import { figure } from './table.ts';

/** Draws a run's progress until it is told to stop. */
export function watchRun(parts: ServiceParts, runId: string, quiet: boolean): { stop: () => Promise<void> } {
  const bar = progressBar('mining', !quiet || process.stderr.isTTY === true);
  const history = parts.get(RunHistoryService);
  const draw = async (): Promise<void> => show(bar.update, await history.progress(runId));
  const timer = setInterval(() => void draw().catch(() => undefined), 500);
  const stop = async (): Promise<void> => {
    clearInterval(timer);
    await draw();
    bar.stop();
  };
  return { stop };
}

function show(update: ReturnType<typeof progressBar>['update'], progress: RunProgressModel): void {
  const { generation, generations, meanFitness, bestFitness, evaluationsPerSecond } = progress;
  const note = `generation ${generation ?? '-'} mean ${figure(meanFitness)} best ${figure(bestFitness)} ${figure(
    evaluationsPerSecond,
    0,
  )}/s`;
  update(generation ?? 0, generations ?? Math.max(generation ?? 0, 1), note);
}
