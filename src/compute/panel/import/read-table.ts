import { open, stat } from 'node:fs/promises';
import { fileRefusal } from './file-refusal.ts';
import { readCsv } from './read-csv.ts';
import { readParquet } from './read-parquet.ts';
import type { OnBytes, TableSink } from './table-sink.ts';

/**
 * Streams a CSV, gzipped CSV or Parquet file into a sink; which of them it is, its first bytes tell.
 * @throws Refusal FILE_NOT_FOUND; FILE_UNREADABLE for a truncated, damaged or wrongly encoded file
 */
export async function readTable(path: string, sink: TableSink, onBytes: OnBytes): Promise<void> {
  const start = await firstBytes(path);
  if (start.toString('latin1') === 'PAR1') await readParquet(path, sink, onBytes);
  else await readCsv(path, start[0] === 0x1f && start[1] === 0x8b, sink, onBytes);
}

async function firstBytes(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileRefusal(path, error);
  }
}

/** Size of the file as stored. @throws Refusal FILE_NOT_FOUND */
export async function fileSize(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw fileRefusal(path, error);
  }
}
