import { setMaxListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Panel } from '../panel/panel.ts';
import type { LeafValues } from '../plan/leaf.ts';
import { EngineFailure } from './engine-failure.ts';
import { describe, type Job, settle } from './job.ts';
import type { RegionLease, SharedPanel } from './search/shared-panel.ts';
import { needsOf } from './search/task-needs.ts';
import type { Questions, Task } from './task.ts';
import { type TaskEnd, ThreadSlot } from './thread-slot.ts';

export interface DispatcherOptions {
  /** A task that takes longer ends its thread. */
  readonly taskLimitMs: number;
  /** The threads' program; another one in tests. */
  readonly entry?: URL;
}

/** What a task's programs read beside the panel: minute bars reduced, imported values. */
export type ReductionsOf = (task: Task) => readonly LeafValues[];

export interface AskOptions {
  /** Goes ahead of everything that is not. */
  readonly urgent: boolean;
  /** Aborts what still waits; what a thread has begun runs to its end and is dropped. */
  readonly signal?: AbortSignal | undefined;
  readonly reductionsOf?: ReductionsOf;
}

/** A task that has ended this many threads is not tried again. */
const DEATHS_ALLOWED = 2;

/** A panel as its threads know it, and its float32 side as their host does. */
export interface HostedPanel {
  readonly panel: Panel;
  readonly search: SharedPanel;
}

export type AnswerTo<T extends Task> = Questions[T['kind']]['answer'];

/** Hands tasks to threads, urgent ones first, else in the order in which they came. */
export class Dispatcher {
  private readonly slots: ThreadSlot[];
  private readonly panels = new Map<number, HostedPanel>();
  private readonly urgent: Job[] = [];
  private readonly patient: Job[] = [];
  private closed = false;

  constructor(threads: number, options: DispatcherOptions) {
    const entry = options.entry ?? threadEntry(import.meta.url);
    this.slots = Array.from(
      { length: threads },
      (_, thread) => new ThreadSlot(thread, entry, options.taskLimitMs),
    );
  }

  get threads(): number {
    return this.slots.length;
  }

  addPanel(panelId: number, panel: HostedPanel): void {
    this.panels.set(panelId, panel);
  }

  removePanel(panelId: number): void {
    this.panels.delete(panelId);
    for (const slot of this.slots) slot.forget(panelId);
  }

  /** The answers in the order of the tasks; the first failure rejects all and withdraws what still waits. */
  async askAll<T extends Task>(
    panelId: number,
    tasks: readonly T[],
    options: AskOptions,
  ): Promise<AnswerTo<T>[]> {
    const withdraw = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, withdraw.signal]) : withdraw.signal;
    // One listener for each task that waits is no leak.
    setMaxListeners(0, signal);
    const answers = tasks.map((task) => this.ask(panelId, task, { ...options, signal }));
    try {
      return await Promise.all(answers);
    } catch (error) {
      withdraw.abort(error);
      await Promise.allSettled(answers);
      throw error;
    }
  }

  /** @throws Refusal what the question earned, EngineFailure, or the signal's reason */
  ask<T extends Task>(panelId: number, task: T, options: AskOptions): Promise<AnswerTo<T>> {
    const { signal } = options;
    const queue = options.urgent ? this.urgent : this.patient;
    return new Promise<AnswerTo<T>>((resolve, reject) => {
      if (this.closed) throw new Error('the evaluation pool was closed');
      signal?.throwIfAborted();
      const onAbort = (): void => {
        const at = queue.indexOf(job);
        if (at >= 0) queue.splice(at, 1);
        reject(signal?.reason);
      };
      const settled = (): void => signal?.removeEventListener('abort', onAbort);
      const job: Job = {
        panelId,
        task,
        reductions: options.reductionsOf?.(task) ?? [],
        deaths: [],
        resolve: (answer) => {
          settled();
          resolve(answer);
        },
        reject: (reason) => {
          settled();
          reject(reason);
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      queue.push(job);
      this.dispatch();
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const job of [...this.urgent.splice(0), ...this.patient.splice(0)]) {
      job.reject(new Error('the evaluation pool was closed'));
    }
    await Promise.all(this.slots.map((slot) => slot.close()));
  }

  private dispatch(): void {
    for (const slot of this.slots) {
      while (!slot.busy) {
        const queue = this.urgent.length > 0 ? this.urgent : this.patient;
        const job = queue.shift();
        if (job === undefined) return;
        if (this.start(slot, job)) continue;
        // What runs must end first; later jobs wait as well, lest this one wait for ever.
        queue.unshift(job);
        return;
      }
    }
  }

  /** False when there is no memory for the task until another one ends. */
  private start(slot: ThreadSlot, job: Job): boolean {
    const { panelId, task, reductions } = job;
    const hosted = this.panels.get(panelId);
    if (hosted === undefined) {
      job.reject(new Error(`panel ${panelId} was removed from the evaluation pool`));
      return true;
    }
    const { panel, search } = hosted;
    let lease: RegionLease | null;
    try {
      lease = search.reserve(slot.thread, needsOf(task, panel, slot.thread, reductions));
    } catch (error) {
      job.reject(error);
      return true;
    }
    if (lease === null) return false;
    const { regions } = lease;
    slot.run({ panelId, panel, shared: search.shared, task, reductions, regions }, (end) => {
      if ('reply' in end) search.release(lease);
      else search.abandon(lease);
      this.ended(job, end);
    });
    return true;
  }

  private ended(job: Job, end: TaskEnd): void {
    if ('reply' in end) settle(job, end.reply);
    else this.bury(job, end.died);
    this.dispatch();
  }

  /** One more try, ahead of all others, lest a dying thread of somebody else's making cost a run. */
  private bury(job: Job, cause: string): void {
    job.deaths.push(cause);
    if (this.closed) job.reject(new Error('the evaluation pool was closed'));
    else if (job.deaths.length < DEATHS_ALLOWED) this.urgent.unshift(job);
    else job.reject(new EngineFailure(describe(job.task), job.deaths));
  }
}

/**
 * The compiled program of a thread. Node runs no TypeScript in threads, so sources (under a test runner) use
 * the build beside them.
 */
function threadEntry(here: string): URL {
  const built = here.endsWith('.ts') ? '../../../dist/compute/engine/' : './';
  const entry = new URL(`${built}evaluation-thread.js`, here);
  if (existsSync(fileURLToPath(entry))) return entry;
  throw new Error(`expected the built evaluation thread at ${fileURLToPath(entry)}; run: npm run build`);
}
