import { Worker } from 'node:worker_threads';
import type { Panel } from '../panel/panel.ts';
import type { LeafValues } from '../plan/leaf.ts';
import type { Region } from './search/region.ts';
import type { SharedMemory } from './search/shared-panel.ts';
import type { Task, ThreadReply, ThreadRequest } from './task.ts';

/** Heap of JavaScript objects of one thread; panels and results are outside it. */
const HEAP_MB = 256;

/** A task with its panel and what it reads beside it. */
export interface ThreadWork {
  readonly panelId: number;
  readonly panel: Panel;
  readonly shared: SharedMemory;
  readonly task: Task;
  readonly reductions: readonly LeafValues[];
  readonly regions: readonly Region[];
}

/** How a thread ended its task: with a reply, or by dying of something. */
export type TaskEnd = { readonly reply: ThreadReply } | { readonly died: string };

/**
 * One worker thread, restarted when it dies. Holds at most one task. A thread is started with its first task, so
 * that an idle pool costs nothing.
 */
export class ThreadSlot {
  private worker: Worker | null = null;
  private known = new Set<number>();
  private finish: ((end: TaskEnd) => void) | null = null;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    /** Its number in the pool. */
    readonly thread: number,
    private readonly entry: URL,
    private readonly taskLimitMs: number,
  ) {}

  get busy(): boolean {
    return this.finish !== null;
  }

  /** Hands the thread a task; `onEnd` is called once. */
  run(work: ThreadWork, onEnd: (end: TaskEnd) => void): void {
    const { panelId, panel, shared, task, reductions, regions } = work;
    const { thread } = this;
    const worker = this.worker ?? this.start();
    this.worker = worker;
    this.finish = onEnd;
    this.timer = setTimeout(() => this.kill(`took longer than ${this.taskLimitMs} ms`), this.taskLimitMs);
    if (!this.known.has(panelId)) this.post(worker, { type: 'panel', panelId, panel, shared, thread });
    this.known.add(panelId);
    this.post(worker, { type: 'task', panelId, task, reductions, regions });
  }

  forget(panelId: number): void {
    if (this.worker !== null && this.known.delete(panelId)) {
      this.post(this.worker, { type: 'forget', panelId });
    }
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.worker = null;
    await worker?.terminate();
    this.end({ died: 'the pool was closed' });
  }

  private post(worker: Worker, request: ThreadRequest): void {
    worker.postMessage(request);
  }

  private start(): Worker {
    this.known = new Set();
    const worker = new Worker(this.entry, { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
    worker.on('message', (reply: ThreadReply) => {
      if (this.worker === worker) this.end({ reply });
    });
    worker.on('error', (error: Error) => this.lost(worker, error.message));
    worker.on('exit', (code) => this.lost(worker, `thread exited with code ${code}`));
    return worker;
  }

  private kill(cause: string): void {
    const { worker } = this;
    if (worker === null) return;
    this.worker = null;
    // Only once it has stopped for good: it writes to memory that its successor is given.
    void worker.terminate().then(() => this.end({ died: cause }));
  }

  private lost(worker: Worker, cause: string): void {
    if (this.worker !== worker) return;
    this.worker = null;
    this.end({ died: cause });
  }

  private end(end: TaskEnd): void {
    const { finish, timer } = this;
    this.finish = null;
    this.timer = null;
    if (timer !== null) clearTimeout(timer);
    finish?.(end);
  }
}
