import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Refusal } from '../../core/outcome/refusal.ts';
import { diskRefusal } from '../panel/disk-full.ts';
import { canonicaliseFloats } from '../panel/shared-arrays.ts';
import { removeAbandoned, unfinishedFolder } from '../panel/unfinished-folders.ts';
import type { ImportedValues } from './imported-values.ts';

/** The first bytes: what it is, and the version of the layout. */
const MAGIC = Buffer.from('FMVALS01', 'latin1');
const HEADER_AT = 16;
const CHUNK_BYTES = 8 * 1024 * 1024;

const header = z.object({ days: z.array(z.string()).min(1), symbols: z.array(z.string()).min(1) });

/** Name of the file of some values in the folder of imported values: what GC and backups go by. */
export const valuesFileName = (name: string, hash: string): string => `${name}.${hash}.values`;

/**
 * Writes values as `<folder>/<name>.<hash>.values`, all or nothing: beside, flushed, renamed. Layout: 8 bytes of name,
 * length of the header, header (JSON: days and symbols, padded to 8 bytes), float64 little-endian [days x symbols].
 * @returns the hash of its bytes, which are the same for the same values
 * @throws Refusal DISK_FULL; leaves nothing behind
 */
export async function writeValuesFile(
  folder: string,
  name: string,
  { days, symbols, values }: ImportedValues,
): Promise<{ readonly hash: string; readonly bytes: number }> {
  canonicaliseFloats(values);
  const text = JSON.stringify({ days, symbols });
  const length = Math.ceil(Buffer.byteLength(text) / 8) * 8;
  const head = Buffer.alloc(HEADER_AT + length, ' ');
  MAGIC.copy(head);
  head.writeBigUInt64LE(BigInt(length), MAGIC.length);
  head.write(text, HEADER_AT);
  const body = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const unfinished = unfinishedFolder(folder);
  try {
    await mkdir(folder, { recursive: true });
    await removeAbandoned(folder);
    await mkdir(unfinished);
    const written = join(unfinished, 'values');
    const hash = await writeHashed(written, [head, body]);
    await rename(written, join(folder, valuesFileName(name, hash)));
    await flushFolder(folder);
    return { hash, bytes: head.length + body.length };
  } catch (error) {
    throw diskRefusal(folder, error);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** @throws Refusal NOT_FOUND, DATASET_CHANGED where the file is not what was imported */
export async function readValuesFile(
  path: string,
  expected: { readonly name: string; readonly hash: string },
): Promise<ImportedValues> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw changed(expected.name, error.code === 'ENOENT' ? 'no file' : error.message);
  });
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (hash !== expected.hash) throw changed(expected.name, `a file with hash ${hash}`);
  const length = Number(bytes.readBigUInt64LE(MAGIC.length));
  const { days, symbols } = header.parse(JSON.parse(bytes.toString('utf8', HEADER_AT, HEADER_AT + length)));
  const cells = days.length * symbols.length;
  return {
    days,
    symbols,
    values: new Float64Array(bytes.buffer, bytes.byteOffset + HEADER_AT + length, cells),
  };
}

async function writeHashed(path: string, parts: readonly Uint8Array[]): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, 'wx');
  try {
    for (const part of parts) {
      for (let at = 0; at < part.length; at += CHUNK_BYTES) {
        const chunk = part.subarray(at, at + CHUNK_BYTES);
        hash.update(chunk);
        await file.writeFile(chunk);
      }
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const changed = (name: string, actual: string): Refusal =>
  new Refusal('DATASET_CHANGED', `the file of imported values ${name} is not what was imported`, {
    expected: 'the file that the import wrote',
    actual,
    where: name,
    remedy: 'restore the data folder from a backup',
  });
