import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface FolderSize {
  readonly files: number;
  readonly bytes: number;
  /** When anything in it was last written, milliseconds since 1970; 0 where there is nothing. */
  readonly changedAtMs: number;
}

const NOTHING: FolderSize = { files: 0, bytes: 0, changedAtMs: 0 };

/** What a file, or a folder with all below it, takes; nothing where it is not there. */
export async function folderBytes(path: string): Promise<FolderSize> {
  const found = await stat(path).catch(() => null);
  if (found === null) return NOTHING;
  if (!found.isDirectory()) return { files: 1, bytes: found.size, changedAtMs: found.mtimeMs };
  const names = await readdir(path).catch(() => []);
  let sum: FolderSize = { ...NOTHING, changedAtMs: found.mtimeMs };
  for (const name of names) {
    const inner = await folderBytes(join(path, name));
    sum = {
      files: sum.files + inner.files,
      bytes: sum.bytes + inner.bytes,
      changedAtMs: Math.max(sum.changedAtMs, inner.changedAtMs),
    };
  }
  return sum;
}
