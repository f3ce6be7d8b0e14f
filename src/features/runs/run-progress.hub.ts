import { BoundedStream } from './bounded-stream.ts';
import type { RunProgressModel } from './run.models.ts';

/** Unread states kept for a slow subscriber; the newest says it all. */
const CAPACITY = 16;

type ReadProgress = (runId: string) => Promise<RunProgressModel>;
type Stream = BoundedStream<RunProgressModel>;

/** Standings after which nothing follows by itself: streams of such a run end. */
const OVER = new Set(['COMPLETED', 'CANCELLED', 'FAILED']);

/**
 * Fans "run X changed" out to this process's subscribers. What they get is read from the database, so that
 * subscription, server-sent events and poll can never disagree; a burst of changes costs one read.
 */
export class RunProgressHub {
  private readonly streams = new Map<string, Set<Stream>>();
  private readonly reading = new Map<string, { again: boolean }>();

  constructor(
    private readonly read: ReadProgress,
    private readonly onFault: (error: unknown) => void,
  ) {}

  /** Begins with the present state; ends by itself once the run is over. Throws what reading throws. */
  async watch(runId: string): Promise<Stream> {
    const streams = this.streams.get(runId) ?? new Set();
    const stream: Stream = new BoundedStream(CAPACITY, () => this.forget(runId, stream));
    streams.add(stream);
    this.streams.set(runId, streams);
    try {
      this.send(stream, await this.read(runId));
    } catch (error) {
      stream.end();
      throw error;
    }
    return stream;
  }

  /** Tells the subscribers of a run, if it has any here. */
  changed(runId: string): void {
    if (!this.streams.has(runId)) return;
    const underWay = this.reading.get(runId);
    if (underWay) {
      underWay.again = true;
      return;
    }
    void this.broadcast(runId);
  }

  /** After a lost connection nobody knows what was missed: every watched run is read again. */
  refresh(): void {
    for (const runId of this.streams.keys()) this.changed(runId);
  }

  close(): void {
    for (const streams of [...this.streams.values()]) for (const stream of [...streams]) stream.end();
  }

  private async broadcast(runId: string): Promise<void> {
    const turn = { again: true };
    this.reading.set(runId, turn);
    try {
      while (turn.again) {
        turn.again = false;
        const progress = await this.read(runId);
        for (const stream of [...(this.streams.get(runId) ?? [])]) this.send(stream, progress);
      }
    } catch (error) {
      this.onFault(error);
    } finally {
      this.reading.delete(runId);
    }
  }

  private send(stream: Stream, progress: RunProgressModel): void {
    stream.push(progress);
    if (OVER.has(progress.state)) stream.end();
  }

  private forget(runId: string, stream: Stream): void {
    const streams = this.streams.get(runId);
    streams?.delete(stream);
    if (streams?.size === 0) this.streams.delete(runId);
  }
}
