import { EventEmitter, once } from 'node:events';
import pg from 'pg';
import { CopyDecoder } from './copy-decoder.ts';
import type { Batch, ExportColumn } from './export-column.ts';

/** A query whose rows are exported: one statement, and so one snapshot. */
export interface CopiedQuery {
  readonly databaseUrl: string;
  /** Without parameters; its columns have the types of the table's. */
  readonly text: string;
}

/** Shown by `pg_stat_activity` while an export reads. */
export const EXPORT_APPLICATION = 'factormine export';

const BATCH_ROWS = 16_384;
/** Batches that may wait for the encoder before the connection is told to wait. */
const BATCHES_AHEAD = 2;
/**
 * The server chooses: it sorts a million rows in less than half the time that an index takes to walk through them, and walks
 * where there are few. What does not fit in so much memory - for each of a few processes - it sorts on disk, no slower.
 */
const SETTINGS = "SET work_mem = '16MB'; SET default_transaction_read_only = on";

/**
 * The rows of a query, as they come, on a connection of their own. Whoever stops reading ends the connection, and with it the
 * statement on the server; whoever reads slowly makes the server wait.
 */
export async function* copiedRows(
  query: CopiedQuery,
  columns: readonly ExportColumn[],
): AsyncGenerator<Batch, void, void> {
  const client = new pg.Client({ connectionString: query.databaseUrl, application_name: EXPORT_APPLICATION });
  // A connection that dies is told by the copy itself.
  client.on('error', () => undefined);
  await client.connect();
  const copy = new CopyOut(
    `COPY (${query.text}) TO STDOUT (FORMAT binary)`,
    new CopyDecoder(columns, BATCH_ROWS),
  );
  try {
    await client.query(SETTINGS);
    client.query(copy);
    yield* copy.batches();
  } finally {
    // An orderly end would wait for the rest of the rows.
    if (copy.isUnderWay) client.connection.stream.destroy();
    else await client.end();
  }
}

/** `COPY ... TO STDOUT` as the driver's queue takes it. */
class CopyOut extends EventEmitter implements pg.Submittable {
  private readonly ready: Batch[] = [];
  private state: 'waiting' | 'running' | 'done' = 'waiting';
  private failure: Error | null = null;
  private connection: pg.Connection | null = null;

  constructor(
    private readonly text: string,
    private readonly decoder: CopyDecoder,
  ) {
    super();
  }

  get isUnderWay(): boolean {
    return this.state !== 'done';
  }

  async *batches(): AsyncGenerator<Batch, void, void> {
    for (;;) {
      const batch = this.ready.shift();
      if (batch) {
        if (this.ready.length < BATCHES_AHEAD) this.connection?.stream.resume();
        yield batch;
      } else if (this.failure) throw this.failure;
      else if (this.state === 'done') return;
      else await once(this, 'news');
    }
  }

  submit(connection: pg.Connection): void {
    this.state = 'running';
    this.connection = connection;
    connection.query(this.text);
  }

  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    this.decoder.push(chunk);
    if (this.decoder.isFull) this.hand();
  }

  handleCommandComplete(): void {
    if (!this.decoder.isEmpty) this.hand();
  }

  handleReadyForQuery(): void {
    this.state = 'done';
    this.emit('news');
  }

  handleError(error: Error): void {
    this.failure = error;
    this.emit('news');
  }

  private hand(): void {
    this.ready.push(this.decoder.take());
    if (this.ready.length >= BATCHES_AHEAD) this.connection?.stream.pause();
    this.emit('news');
  }
}
