import { parentPort, workerData } from 'node:worker_threads';
import { invariant } from '../../core/outcome/refusal.ts';
import { copiedRows } from './copied-rows.store.ts';
import { encoderFor } from './encode/encoder-for.ts';
import type { Batch } from './export-column.ts';
import { type ExportJob, type ExportMessage, PIECES_AHEAD } from './export-job.ts';
import { valueRows } from './factor-values.ts';

// Reads, encodes and hands over one export, piece by piece as the parent asks; reading and encoding a million rows would
// else keep the service's thread for seconds.

invariant(parentPort !== null, 'this module runs in a thread');
const port = parentPort;
let allowed = PIECES_AHEAD;
let onAllowed: (() => void) | null = null;

port.on('message', () => {
  allowed++;
  onAllowed?.();
});

async function send(pieces: readonly Uint8Array[]): Promise<void> {
  for (const piece of pieces) {
    while (allowed === 0) {
      await new Promise<void>((resolve) => {
        onAllowed = resolve;
      });
    }
    allowed--;
    // Small buffers share memory that must not be given away.
    const bytes = piece.byteLength === piece.buffer.byteLength ? piece : Uint8Array.from(piece);
    tell({ kind: 'piece', bytes: bytes as Uint8Array<ArrayBuffer> });
  }
}

const tell = (message: ExportMessage): void =>
  port.postMessage(message, message.kind === 'piece' ? [message.bytes.buffer] : []);

function rowsOf({ source, head }: ExportJob): AsyncGenerator<Batch, void, void> {
  switch (source.kind) {
    case 'query':
      return copiedRows(source.query, head.columns);
    case 'values':
      return valueRows(source.values);
  }
}

async function work(job: ExportJob): Promise<void> {
  const encoder = encoderFor(job.format, job.head);
  for await (const batch of rowsOf(job)) await send(encoder.encode(batch));
  await send(encoder.finish());
  tell({ kind: 'end' });
}

try {
  await work(workerData as ExportJob);
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  const code = (error as { code?: unknown } | null)?.code;
  tell({ kind: 'failure', message, code: typeof code === 'string' ? code : null });
} finally {
  port.close();
}
