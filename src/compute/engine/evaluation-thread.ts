import { parentPort } from 'node:worker_threads';
import { invariant, Refusal } from '../../core/outcome/refusal.ts';
import { collectGarbage } from './collect-garbage.ts';
import { PanelDesk } from './panel-desk.ts';
import type { ThreadReply, ThreadRequest } from './task.ts';

/** Entry of a worker thread: one task at a time, told by messages, nothing shared but the panels' memory. */
const port = parentPort;
invariant(port !== null, 'evaluation-thread runs as a worker thread');
const desks = new Map<number, PanelDesk>();

port.on('message', (request: ThreadRequest) => {
  switch (request.type) {
    case 'panel':
      desks.set(request.panelId, new PanelDesk(request.panel, request.shared, request.thread));
      return;
    case 'forget':
      desks.delete(request.panelId);
      // Not before this message is done with, which holds what it named.
      setImmediate(collectGarbage);
      return;
    case 'task':
      port.postMessage(replyTo(request));
  }
});

type TaskRequest = Extract<ThreadRequest, { readonly type: 'task' }>;

function replyTo({ panelId, task, reductions, regions }: TaskRequest): ThreadReply {
  try {
    const desk = desks.get(panelId);
    invariant(desk !== undefined, `panel ${panelId} was sent before its first task`);
    return { ok: true, answer: desk.answer(task, { reductions, regions }) };
  } catch (error) {
    const refusal = error instanceof Refusal ? { code: error.code, details: error.details } : null;
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { ok: false, refusal, message, stack: stack ?? '' };
  }
}
