import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { freeDiskBytes } from '../disk/free-disk-bytes.ts';
import { isDiskFull } from '../disk/is-disk-full.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const OLDEST_NODE = [20, 19] as const;
const LITTLE_DISK = 2 * 2 ** 30;
const NO_DISK = 256 * 2 ** 20;
/** A small market and its search want this much. */
const LITTLE_MEMORY = 2 ** 30;

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`;

/** What can be said of this machine without a database. */
export async function machineChecks(config: Config): Promise<Finding[]> {
  return [
    nodeCheck(),
    memoryCheck(config),
    await folderCheck(config.dataFolder),
    await diskCheck(config.dataFolder),
  ];
}

function nodeCheck(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isNew = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  return isNew
    ? ok('node', process.versions.node)
    : fail('node', process.versions.node, `install Node ${OLDEST_NODE.join('.')} or newer`);
}

function memoryCheck({ panelBytes }: Config): Finding {
  const detail = `${gigabytes(freemem())} free of ${gigabytes(totalmem())}, up to ${gigabytes(panelBytes)} for datasets`;
  if (freemem() >= LITTLE_MEMORY) return ok('memory', detail);
  return warn('memory', detail, 'lower FACTORMINE_PANEL_MEMORY_MB or FACTORMINE_RUNS, or end other programs');
}

async function folderCheck(folder: string): Promise<Finding> {
  const probe = join(folder, `.probe-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, 'written and removed by the doctor');
    return ok('data folder', `${folder} can be written`);
  } catch (error) {
    const remedy = isDiskFull(error)
      ? 'make room on its disk'
      : 'let the user of the service own the folder, or set FACTORMINE_DATA to one that it may write';
    return fail('data folder', `${folder}: ${(error as Error).message}`, remedy);
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

async function diskCheck(folder: string): Promise<Finding> {
  const free = await freeDiskBytes(folder);
  if (free === null) return warn('disk', 'free room cannot be told', 'see `df` for the data folder');
  const remedy = 'make room, or remove datasets and minute reductions that nobody needs';
  if (free < NO_DISK) return fail('disk', `${gigabytes(free)} free`, remedy);
  return free < LITTLE_DISK
    ? warn('disk', `${gigabytes(free)} free`, remedy)
    : ok('disk', `${gigabytes(free)} free`);
}
