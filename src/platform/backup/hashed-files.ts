import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Refusal } from '../../core/outcome/refusal.ts';
import type { BackedUpFile } from './manifest.ts';

/** Of the data folder: the database itself, and what is made anew when it is missing. */
const LEFT_OUT = new Set(['postgres', 'minute-reductions']);
const UNFINISHED = /^\./;

/** Every file below a folder that a backup holds, by its path there. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries.map(async (entry) => {
      if (UNFINISHED.test(entry.name)) return [];
      const path = join(folder, entry.name);
      if (!entry.isDirectory()) return entry.isFile() ? [path] : [];
      return (await filesBelow(path)).map((inner) => inner);
    }),
  );
  return found.flat().sort();
}

export async function dataFiles(dataFolder: string): Promise<string[]> {
  const entries = await readdir(dataFolder, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && !LEFT_OUT.has(entry.name));
  const found = await Promise.all(folders.map(({ name }) => filesBelow(join(dataFolder, name))));
  return found.flat().map((path) => relative(dataFolder, path));
}

/** Counts and hashes what flows through. */
function measure(): { readonly stream: Transform; readonly found: () => { bytes: number; sha256: string } } {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { stream, found: () => ({ bytes, sha256: hash.digest('hex') }) };
}

/** Writes a file from a stream of bytes. @returns what it holds now */
export async function writeHashed(
  source: AsyncIterable<Buffer>,
  folder: string,
  path: string,
  ...through: NodeJS.ReadWriteStream[]
): Promise<BackedUpFile> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  const measured = measure();
  const streams = [...through, measured.stream, createWriteStream(target)];
  await pipeline([source as never, ...streams] as never);
  return { path, ...measured.found() };
}

export const readBytes = (folder: string, path: string): AsyncIterable<Buffer> =>
  createReadStream(join(folder, path)) as AsyncIterable<Buffer>;

/** @throws Refusal FILE_UNREADABLE where the file is not what the manifest says */
export async function verifyFile(folder: string, { path, bytes, sha256 }: BackedUpFile): Promise<void> {
  const measured = measure();
  measured.stream.resume();
  await pipeline(createReadStream(join(folder, path)), measured.stream).catch((error: Error) => {
    throw damaged(path, `${bytes} bytes`, error.message);
  });
  const found = measured.found();
  if (found.sha256 !== sha256)
    throw damaged(path, `sha256 ${sha256}`, `${found.bytes} bytes, ${found.sha256}`);
}

const damaged = (path: string, expected: string, actual: string): Refusal =>
  new Refusal('FILE_UNREADABLE', `backup: ${path} is damaged`, {
    expected,
    actual,
    where: path,
    remedy: 'take another backup; nothing was restored',
  });
