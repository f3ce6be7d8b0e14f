import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { diskRefusal } from '../../compute/panel/disk-full.ts';
import { removeAbandoned, unfinishedFolder } from '../../compute/panel/unfinished-folders.ts';
import { Refusal } from '../../core/outcome/refusal.ts';

/** A file that somebody sends. */
export interface SentFile {
  readonly bytes: Readable;
  /** As the sender tells; null where it does not. */
  readonly length: number | null;
}

/**
 * Writes what is sent beside the files of a folder, as fast as it comes, and removes it once `use` is done with it. What a
 * killed process left is removed by the next.
 * @throws Refusal DATASET_TOO_LARGE above the limit, DISK_FULL; whatever `use` throws
 */
export async function receiveFile<T>(
  { bytes, length }: SentFile,
  { folder, limitBytes }: { readonly folder: string; readonly limitBytes: number },
  use: (path: string) => Promise<T>,
): Promise<T> {
  if (length !== null && length > limitBytes) throw tooLarge(limitBytes, `${length} bytes`);
  await mkdir(folder, { recursive: true });
  await removeAbandoned(folder);
  const unfinished = unfinishedFolder(folder);
  await mkdir(unfinished);
  try {
    const path = join(unfinished, 'sent');
    await pipeline(atMost(bytes, limitBytes), createWriteStream(path, { flags: 'wx' })).catch(
      (error: unknown) => {
        throw diskRefusal(folder, error);
      },
    );
    return await use(path);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** The connection outlives the refusal, so that the sender hears it. */
async function* atMost(bytes: Readable, limitBytes: number): AsyncGenerator<Buffer> {
  let received = 0;
  for await (const chunk of bytes.iterator({ destroyOnReturn: false })) {
    received += (chunk as Buffer).length;
    if (received > limitBytes) throw tooLarge(limitBytes, 'more');
    yield chunk as Buffer;
  }
}

const tooLarge = (limitBytes: number, actual: string): Refusal =>
  new Refusal('DATASET_TOO_LARGE', `body: a file of at most ${limitBytes} bytes is taken`, {
    expected: `at most ${limitBytes} bytes`,
    actual,
    where: 'body',
    remedy:
      'send Parquet or gzip, or days in several parts; or raise FACTORMINE_UPLOAD_MB, or use the import folder or the command line',
  });
