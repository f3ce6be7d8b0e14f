import { Refusal } from '../../core/outcome/refusal.ts';
import type { LeafValues } from '../plan/leaf.ts';
import type { Task, ThreadReply } from './task.ts';

/** A task with whoever waits for its answer. */
export interface Job {
  readonly panelId: number;
  readonly task: Task;
  readonly reductions: readonly LeafValues[];
  readonly resolve: (answer: never) => void;
  readonly reject: (reason: unknown) => void;
  /** What ended the threads that had it. */
  readonly deaths: string[];
}

export function settle(job: Job, reply: ThreadReply): void {
  if (reply.ok) job.resolve(reply.answer as never);
  else job.reject(errorOf(job.task, reply));
}

function errorOf(task: Task, reply: Extract<ThreadReply, { ok: false }>): Error {
  const { refusal, message, stack } = reply;
  if (refusal !== null) return new Refusal(refusal.code, message, refusal.details);
  const error = new Error(`${describe(task)}: ${message}`);
  error.stack = stack;
  return error;
}

export function describe(task: Task): string {
  if ('program' in task) return `${task.kind} ${task.program.text}`;
  if ('programs' in task) return `${task.kind} of ${task.programs.map((program) => program.text).join(', ')}`;
  return task.kind;
}
