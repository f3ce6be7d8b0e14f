import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { diskRefusal } from '../../compute/panel/disk-full.ts';

/** Writes a file of the data folder. @throws Refusal DISK_FULL; then nothing is left of it */
export async function keepFile(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined);
    throw diskRefusal('data folder', error);
  }
}
