import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

const PIECE = Buffer.alloc(64 * 1024);

export interface SmallDisk {
  /** A file system of its own, in memory. */
  readonly path: string;
  /** Takes the room of it, all but `leaveBytes`. */
  fill(leaveBytes?: number): void;
  /** Gives back what `fill` took. */
  makeRoom(): void;
  freeBytes(): number;
}

function mount(path: string, megabytes: number): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path], { stdio: 'pipe' });
}

/** Lazily: what a killed process still holds must not leave a mount behind. */
const unmount = (path: string): Buffer => execFileSync('umount', ['-l', path], { stdio: 'pipe' });

/** Whether this process may mount a disk of its own: root on Linux, outside most containers. */
export const canMount = ((): boolean => {
  const path = mkdtempSync(join(tmpdir(), 'factormine-mount-'));
  try {
    mount(path, 1);
    unmount(path);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(path);
  }
})();

/**
 * A disk that can really be full, for the test file that calls this at its top, before what uses it. Where it cannot be
 * mounted (see `canMount`) it is a plain folder, and the tests are to be skipped.
 */
export function smallDisk(megabytes: number): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), 'factormine-disk-'));
  const filler = join(path, 'filler');
  beforeAll(() => {
    if (canMount) mount(path, megabytes);
  });
  afterAll(() => {
    if (canMount) unmount(path);
    rmSync(path, { recursive: true, force: true });
  });
  const freeBytes = (): number => {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  };
  const fill = (leaveBytes = 0): void => {
    if (!canMount) throw new Error('a disk that is not its own is never filled');
    const file = openSync(filler, 'a');
    try {
      while (freeBytes() > leaveBytes) {
        writeSync(file, PIECE, 0, Math.min(PIECE.length, freeBytes() - leaveBytes));
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  };
  return { path, fill, makeRoom: () => rmSync(filler, { force: true }), freeBytes };
}
