import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import { builtEntry } from '../../compute/thread/run-in-thread.ts';
import type { ExportJob, ExportMessage } from './export-job.ts';

/** Whoever takes nothing for so long is taken to be gone: an open statement keeps the server from tidying up. */
const SILENT_READER_MS = 60_000;
/** Beyond it the thread ends, and with it the export: never the service. */
const THREAD_LIMITS = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 48 } as const;

/**
 * The bytes of an export, made in a thread of its own as fast as they are taken. Destroying the stream ends the thread, its
 * connection and the statement on the server.
 */
export class ExportStream extends Readable {
  /** Settled by the first piece, or by what went wrong before it. */
  readonly begun: Promise<void>;
  private readonly thread: Worker;
  private readonly pieces: ExportMessage[] = [];
  private wanted = false;
  private silence: NodeJS.Timeout | null = null;

  constructor(
    job: ExportJob,
    /** Called once, whatever became of it. */
    private readonly onEnd: () => void,
  ) {
    super({ highWaterMark: 1 });
    this.thread = new Worker(builtEntry(new URL('./export-thread.js', import.meta.url)), {
      workerData: job,
      resourceLimits: THREAD_LIMITS,
    });
    this.begun = new Promise((resolve, reject) => {
      this.thread.once('message', (message: ExportMessage) =>
        message.kind === 'failure' ? reject(failedWith(message)) : resolve(),
      );
      this.once('close', () => reject(failed('it was called off')));
    });
    this.begun.catch(() => undefined);
    this.thread.on('message', (message: ExportMessage) => {
      this.pieces.push(message);
      this.hand();
    });
    this.thread.on('error', (error) => this.destroy(error));
  }

  override _read(): void {
    this.wanted = true;
    this.hand();
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (this.silence) clearTimeout(this.silence);
    this.onEnd();
    void this.thread.terminate().then(() => callback(error));
  }

  private hand(): void {
    if (this.silence) clearTimeout(this.silence);
    const message = this.wanted ? this.pieces.shift() : undefined;
    if (message) this.deal(message);
    else if (this.pieces.length > 0) this.silence = setTimeout(() => this.giveUp(), SILENT_READER_MS);
  }

  private deal(message: ExportMessage): void {
    switch (message.kind) {
      case 'piece':
        this.wanted = false;
        this.thread.postMessage('more');
        // Asks for the next one by itself, as soon as there is room.
        this.push(message.bytes);
        return;
      case 'end':
        this.push(null);
        return;
      case 'failure':
        this.destroy(failedWith(message));
    }
  }

  private giveUp(): void {
    this.destroy(failed(`nobody has read it for ${SILENT_READER_MS / 1000} s`));
  }
}

/** The code says whether it was the database that went away or a disk that is full. */
const failedWith = ({ message, code }: Extract<ExportMessage, { kind: 'failure' }>): Error =>
  code === null ? failed(message) : Object.assign(failed(message), { code });

const failed = (why: string): Error => new Error(`the export ended early: ${why}`);
