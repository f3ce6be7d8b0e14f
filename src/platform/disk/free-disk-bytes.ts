import { statfs } from 'node:fs/promises';

/** Bytes that an ordinary user may still write beside `folder`; null where that cannot be told. */
export async function freeDiskBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
