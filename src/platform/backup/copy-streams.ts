import { EventEmitter, once } from 'node:events';
import type pg from 'pg';

/** Bytes that may wait for a slow reader before the server is told to wait. */
const MOST_WAITING = 4 * 2 ** 20;

/** What both directions have in common: the driver's queue hands them their messages. */
abstract class Copy extends EventEmitter implements pg.Submittable {
  protected connection: pg.Connection | null = null;
  protected failure: Error | null = null;
  protected done = false;

  constructor(private readonly text: string) {
    super();
  }

  submit(connection: pg.Connection): void {
    this.connection = connection;
    connection.query(this.text);
  }

  handleError(error: Error): void {
    this.failure = error;
    this.done = true;
    this.emit('news');
  }

  handleCommandComplete(): void {
    // The end is told by handleReadyForQuery.
  }

  handleReadyForQuery(): void {
    this.done = true;
    this.emit('news');
  }
}

class CopyOut extends Copy {
  private readonly ready: Buffer[] = [];
  private waiting = 0;

  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    // The driver uses its buffer again.
    this.ready.push(Buffer.from(chunk));
    this.waiting += chunk.length;
    if (this.waiting > MOST_WAITING) this.connection?.stream.pause();
    this.emit('news');
  }

  async *chunks(): AsyncGenerator<Buffer, void, void> {
    for (;;) {
      if (this.ready.length > 0) {
        const all = Buffer.concat(this.ready);
        this.ready.length = 0;
        this.waiting = 0;
        this.connection?.stream.resume();
        yield all;
      } else if (this.failure) throw this.failure;
      else if (this.done) return;
      else await once(this, 'news');
    }
  }
}

/** The part of the driver's connection that its types leave out. */
interface CopyConnection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
  readonly stream: NodeJS.WritableStream & { readonly writableNeedDrain: boolean };
}

class CopyIn extends Copy {
  constructor(
    text: string,
    private readonly source: AsyncIterable<Buffer>,
  ) {
    super(text);
  }

  handleCopyInResponse(connection: pg.Connection): void {
    void this.send(connection as unknown as CopyConnection);
  }

  async finished(): Promise<void> {
    while (!this.done) await once(this, 'news');
    if (this.failure) throw this.failure;
  }

  private async send(connection: CopyConnection): Promise<void> {
    try {
      for await (const chunk of this.source) {
        if (this.done) return;
        connection.sendCopyFromChunk(chunk);
        if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
      }
      connection.endCopyFrom();
    } catch (error) {
      connection.sendCopyFail((error as Error).message);
    }
  }
}

/** The bytes of `COPY ... TO STDOUT`, as they come; who reads slowly makes the server wait. Read it to its end. */
export function copyOut(client: pg.Client, text: string): AsyncGenerator<Buffer, void, void> {
  const copy = new CopyOut(text);
  client.query(copy);
  return copy.chunks();
}

/** Feeds `COPY ... FROM STDIN`. @throws what the server says of the bytes, or what reading them threw */
export function copyIn(client: pg.Client, text: string, source: AsyncIterable<Buffer>): Promise<void> {
  const copy = new CopyIn(text, source);
  client.query(copy);
  return copy.finished();
}
