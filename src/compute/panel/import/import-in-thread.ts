import { rm } from 'node:fs/promises';
import { runInThread } from '../../thread/run-in-thread.ts';
import { unfinishedFolder } from '../unfinished-folders.ts';
import { type BadRowReport, BadRowsRefusal } from './bad-rows.ts';
import type { ImportOutcome } from './import-market.ts';
import type { ImportProgress, MarketImport, OnProgress } from './import-options.ts';

export interface ImportTask {
  readonly datasetsFolder: string;
  readonly options: MarketImport;
}

/** What the thread is told. */
export interface ThreadImport extends ImportTask {
  /** For what is on its way. The caller removes it too: a thread that is ended at once does not. */
  readonly folder: string;
}

/** `importMarket` in a thread of its own: for the service, whose thread never computes. Same outcome, same refusals. */
export async function importInThread(
  task: ImportTask,
  onProgress: OnProgress = () => {},
  signal?: AbortSignal,
): Promise<ImportOutcome> {
  const folder = unfinishedFolder(task.datasetsFolder);
  const data: ThreadImport = { ...task, folder };
  try {
    return await runInThread<ImportOutcome, ImportProgress>({
      entry: new URL('./import-thread.js', import.meta.url),
      data,
      onProgress,
      ...(signal === undefined ? {} : { signal }),
      revive: (refusal, extra) => (extra === null ? refusal : new BadRowsRefusal(extra as BadRowReport)),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
