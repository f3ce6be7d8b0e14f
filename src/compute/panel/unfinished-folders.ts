import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const UNFINISHED = '.unfinished-';
const NAME = /^\.unfinished-([0-9a-f]{8})\.(\d+)\.([0-9a-f]{8})-/;
/** A writer elsewhere cannot be asked whether he lives; his files would have changed within this time. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000;

/** A folder for what a writing has not finished; its name tells whose it is. On the file system of the datasets. */
export const unfinishedFolder = (datasetsFolder: string): string =>
  join(datasetsFolder, `${UNFINISHED}${place()}.${process.pid}.${birthOf(process.pid)}-${randomUUID()}`);

/**
 * Removes what killed writings left: at once where their process is known to be gone, after an hour without a change
 * where it cannot be known (another machine, another container).
 */
export async function removeAbandoned(datasetsFolder: string): Promise<void> {
  const names = await readdir(datasetsFolder).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(UNFINISHED))) {
    const path = join(datasetsFolder, name);
    if (isDead(name) || (await quietFor(path)) > ABANDONED_AFTER_MS) {
      await rm(path, { recursive: true, force: true });
    }
  }
}

function isDead(name: string): boolean {
  const [, where, pid, birth] = NAME.exec(name) ?? [];
  if (pid === undefined || where !== place()) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  // The number may be another process's by now.
  return birthOf(Number(pid)) !== birth;
}

/** Milliseconds since anything in the folder changed; 0 when it is gone. */
async function quietFor(folder: string): Promise<number> {
  try {
    const paths = [folder, ...(await readdir(folder, { recursive: true })).map((name) => join(folder, name))];
    const times = await Promise.all(paths.map(async (path) => (await stat(path)).mtimeMs));
    return Date.now() - Math.max(...times);
  } catch {
    return 0;
  }
}

/** Where process numbers mean the same: a machine, or a container on it. */
const place = (): string => digest(`${hostname()} ${attempt(() => readlinkSync('/proc/self/ns/pid'))}`);

/** Tells a process from earlier ones of its number: boot, and start in ticks since. Alike where there is no /proc. */
const birthOf = (pid: number): string =>
  digest(
    attempt(() => {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${start}`;
    }),
  );

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
