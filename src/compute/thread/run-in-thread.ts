import { Worker } from 'node:worker_threads';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { ThreadMessage } from './thread-message.ts';

export interface ThreadTask<Progress> {
  /** Module of the thread, beside the caller: `new URL('./x-thread.js', import.meta.url)`. */
  readonly entry: URL;
  /** Sent to the thread; must be structured-cloneable. */
  readonly data: unknown;
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the thread at once; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Rebuilds a refusal that carries more than its text. */
  readonly revive?: (refusal: Refusal, extra: unknown) => Refusal;
}

/**
 * Runs a task in a thread of its own and waits for its answer, while the caller's event loop stays free.
 * @throws the task's Refusal; an Error when the thread fails or dies
 */
export function runInThread<Answer, Progress>(task: ThreadTask<Progress>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    task.signal?.throwIfAborted();
    const worker = new Worker(builtEntry(task.entry), { workerData: task.data });
    const abort = (): void => void worker.terminate();
    task.signal?.addEventListener('abort', abort, { once: true });
    worker.on('message', (message: ThreadMessage<Answer, Progress>) => {
      if (message.kind === 'progress') task.onProgress?.(message.progress);
      else if (message.kind === 'answer') resolve(message.answer);
      else {
        const refusal = new Refusal(message.code, message.message, message.details);
        reject(task.revive?.(refusal, message.extra) ?? refusal);
      }
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      task.signal?.removeEventListener('abort', abort);
      // Only now: whoever called it off may clean up after the thread.
      if (task.signal?.aborted) reject(task.signal.reason);
      reject(new Error(`the thread ${task.entry.pathname} ended with code ${code} before it answered`));
    });
  });
}

/** Threads run compiled modules: where the caller itself runs from its source (tests), their built twins. */
export function builtEntry(entry: URL): URL {
  if (!import.meta.url.endsWith('.ts')) return entry;
  return new URL(entry.href.replace(/\/src\/(?!.*\/src\/)(.*)\.js$/, '/dist/$1.js'));
}
