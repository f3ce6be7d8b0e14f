import { runInThread } from '../thread/run-in-thread.ts';
import type { ValuesProgress } from './import-values.ts';
import type { ValuesImport, ValuesOutcome } from './values-options.ts';

/** `importValues` in a thread of its own: for the service, whose thread never computes. Same outcome, same refusals. */
export const importValuesInThread = (
  data: ValuesImport,
  onProgress: (progress: ValuesProgress) => void = () => undefined,
): Promise<ValuesOutcome> =>
  runInThread<ValuesOutcome, ValuesProgress>({
    entry: new URL('./import-values-thread.js', import.meta.url),
    data,
    onProgress,
  });
