/** Tells processes apart although their numbers are used again, above all in containers. */
import { readFileSync } from 'node:fs';

/** State and start (in ticks since boot) of a process; both empty where the system has no /proc. */
function readStat(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name stands in brackets and may hold blanks; the state and field 22 come after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', start: fields[19] ?? '' };
  } catch {
    return { state: '', start: '' };
  }
}

export const identityOf = (pid) => `${pid} ${readStat(pid).start}`.trim();

/** A process that has ended but was not collected by its parent is not alive. */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return readStat(pid).state !== 'Z';
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** @param identity what `identityOf` said when the process was known to live */
export function isSameProcessAlive(identity) {
  const pid = Number.parseInt(identity, 10);
  return pid > 0 && isAlive(pid) && identityOf(pid) === identity.trim();
}

/** The command line of a process; null where it cannot be told. */
export function commandLineOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return null;
  }
}
