import { parentPort, workerData } from 'node:worker_threads';
import { invariant, Refusal } from '../../core/outcome/refusal.ts';
import type { ThreadMessage } from './thread-message.ts';

const PROGRESS_EVERY_MS = 100;

/**
 * Does a thread's one task and sends its answer. Progress is sent ten times a second at most.
 * @param extraOf what a refusal carries beyond its text
 */
export async function answerParent<Data, Answer, Progress>(
  work: (data: Data, onProgress: (progress: Progress) => void) => Promise<Answer>,
  extraOf: (refusal: Refusal) => unknown = () => null,
): Promise<void> {
  invariant(parentPort !== null, 'this module runs in a thread');
  const port = parentPort;
  const send = (message: ThreadMessage<Answer, Progress>): void => port.postMessage(message);
  let last = 0;
  const onProgress = (progress: Progress): void => {
    const now = performance.now();
    if (now - last < PROGRESS_EVERY_MS) return;
    last = now;
    send({ kind: 'progress', progress });
  };
  try {
    send({ kind: 'answer', answer: await work(workerData as Data, onProgress) });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, details } = error;
    send({ kind: 'refusal', code, message, details, extra: extraOf(error) });
  }
}
