import { createHash, randomUUID, webcrypto } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { sharedFloats } from '../panel/shared-arrays.ts';

const UNFINISHED = '.unfinished-';
const ABANDONED_AFTER_MS = 60 * 60 * 1000;
const DIGEST_BYTES = 32;

/**
 * Daily reductions of minute bars on disk, by what they are made of: SHA-256 and float64 values in a file each. A
 * convenience alone: what is damaged, or was never finished, is not there, and whatever cannot be written is made anew.
 */
export class LeafFiles {
  /** @param limitBytes of all files; the longest unused go first */
  constructor(
    private readonly folder: string,
    private readonly limitBytes: number,
  ) {}

  /** The values on shared memory, or null where there are none of that name and length. Hashed off this thread. */
  async read(key: string, length: number): Promise<Float64Array | null> {
    const path = this.pathOf(key);
    const bytes = await readFile(path).catch(() => null);
    if (bytes === null) return null;
    const payload = bytes.subarray(DIGEST_BYTES);
    const sound =
      payload.length === length * 8 && (await digestOf(payload)).equals(bytes.subarray(0, DIGEST_BYTES));
    if (!sound) {
      await rm(path, { force: true });
      return null;
    }
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined);
    const values = sharedFloats(length, 0);
    new Uint8Array(values.buffer).set(payload);
    return values;
  }

  /** Keeps values; a file is there whole or not at all. */
  async write(key: string, values: Float64Array): Promise<void> {
    // Hashing off this thread takes no shared memory.
    const payload = Buffer.from(values.slice().buffer);
    if (payload.length + DIGEST_BYTES > this.limitBytes) return;
    const unfinished = join(this.folder, `${UNFINISHED}${randomUUID()}`);
    try {
      await mkdir(this.folder, { recursive: true });
      await this.makeRoom(payload.length + DIGEST_BYTES);
      const file = await open(unfinished, 'wx');
      try {
        await file.writeFile(Buffer.concat([await digestOf(payload), payload]));
      } finally {
        await file.close();
      }
      await rename(unfinished, this.pathOf(key));
    } catch {
      // A full or read-only disk costs time later, not an answer now.
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }

  private pathOf(key: string): string {
    return join(this.folder, `${createHash('sha256').update(key).digest('hex')}.leaf`);
  }

  private async makeRoom(bytes: number): Promise<void> {
    const files: { readonly path: string; readonly size: number; readonly used: number }[] = [];
    for (const name of await readdir(this.folder)) {
      const path = join(this.folder, name);
      const entry = await stat(path).catch(() => null);
      if (entry === null) continue;
      const abandoned = name.startsWith(UNFINISHED) && Date.now() - entry.mtimeMs > ABANDONED_AFTER_MS;
      if (abandoned) await rm(path, { force: true });
      else files.push({ path, size: entry.size, used: entry.mtimeMs });
    }
    let total = bytes + files.reduce((sum, { size }) => sum + size, 0);
    for (const { path, size } of files.sort((a, b) => a.used - b.used)) {
      if (total <= this.limitBytes) return;
      await rm(path, { force: true });
      total -= size;
    }
  }
}

const digestOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<Buffer> =>
  Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes));
