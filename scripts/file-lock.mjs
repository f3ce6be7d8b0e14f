/**
 * One process at a time, by a symbolic link that points to the name of its holder: made with its content in one step, and
 * without room on a full disk. A lock whose holder died is taken over.
 */
import { lstatSync, mkdirSync, readlinkSync, rmdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identityOf, isSameProcessAlive } from './process-identity.mjs';

const RETRY_MS = 40;
/** A take-over lasts microseconds; one this old was itself cut off. */
const STALE_TAKEOVER_MS = 5_000;

function tryAcquire(file) {
  try {
    symlinkSync(identityOf(process.pid), file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

function ageMs(path) {
  try {
    return Date.now() - lstatSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function isAbandoned(file) {
  try {
    return !isSameProcessAlive(readlinkSync(file));
  } catch (error) {
    // A plain file is no lock of ours; one that is gone is free already.
    return error.code === 'EINVAL';
  }
}

/** Removes a dead holder's file; the folder makes sure that no two processes judge and remove at once. */
function removeAbandoned(file) {
  const takeover = `${file}.takeover`;
  try {
    mkdirSync(takeover);
  } catch {
    if (ageMs(takeover) > STALE_TAKEOVER_MS) rmSync(takeover, { recursive: true, force: true });
    return;
  }
  try {
    if (isAbandoned(file)) rmSync(file, { force: true });
  } finally {
    rmdirSync(takeover);
  }
}

/**
 * Runs `work` while holding the lock.
 * @throws Error when the lock is held by a live process for longer than `timeoutMs`
 */
export async function withFileLock(file, work, timeoutMs = 300_000) {
  mkdirSync(dirname(file), { recursive: true });
  const deadline = Date.now() + timeoutMs;
  while (!tryAcquire(file)) {
    if (isAbandoned(file)) removeAbandoned(file);
    else if (Date.now() > deadline) {
      throw new Error(`lock ${file}: expected it to be free, but process ${readlinkSync(file)} holds it`);
    } else await sleep(RETRY_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
