import { runInThread } from '../../thread/run-in-thread.ts';
import { type BadRowReport, BadRowsRefusal } from './bad-rows.ts';
import type { ImportOutcome } from './import-market.ts';
import type { ImportProgress, MarketImport, OnProgress } from './import-options.ts';

export interface ImportTask {
  readonly datasetsFolder: string;
  readonly options: MarketImport;
}

/** `importMarket` in a thread of its own: for the service, whose thread never computes. Same outcome, same refusals. */
export function importInThread(
  task: ImportTask,
  onProgress: OnProgress = () => {},
  signal?: AbortSignal,
): Promise<ImportOutcome> {
  return runInThread<ImportOutcome, ImportProgress>({
    entry: new URL('./import-thread.js', import.meta.url),
    data: task,
    onProgress,
    ...(signal === undefined ? {} : { signal }),
    revive: (refusal, extra) => (extra === null ? refusal : new BadRowsRefusal(extra as BadRowReport)),
  });
}
