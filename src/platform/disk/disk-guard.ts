import { Refusal } from '../../core/outcome/refusal.ts';
import type { Config } from '../config/config.ts';
import { freeDiskBytes } from './free-disk-bytes.ts';

type Guarded = Pick<Config, 'dataFolder' | 'minimumFreeBytes'>;

const megabytes = (bytes: number): string => `${Math.floor(bytes / 2 ** 20)} MB`;

/**
 * What is wrong with the room in the data folder, in words; null where there is enough, or it cannot be told.
 * @param neededBytes that the work will write, beside what shall stay free
 */
export async function lackOfRoom(config: Guarded, neededBytes = 0): Promise<string | null> {
  const { dataFolder, minimumFreeBytes } = config;
  if (minimumFreeBytes === 0) return null;
  const free = await freeDiskBytes(dataFolder);
  if (free === null || free >= minimumFreeBytes + neededBytes) return null;
  const needed = neededBytes === 0 ? '' : ` beside ${megabytes(neededBytes)} to write`;
  return `disk nearly full: ${megabytes(free)} free, ${megabytes(minimumFreeBytes)} are to stay free${needed} (FACTORMINE_MINIMUM_FREE_MB)`;
}

/** What the queue and the rows of one answer take, with room for the database to keep its house. */
const LAST_BYTES = 2 * 2 ** 20;

/**
 * Asked before work that writes next to nothing, but cannot do without: the embedded database keeps the queue.
 * @throws Refusal DISK_FULL
 */
export function requireLastRoom({ dataFolder, minimumFreeBytes }: Guarded, work: string): Promise<void> {
  return requireRoom({ dataFolder, minimumFreeBytes: Math.min(minimumFreeBytes, LAST_BYTES) }, work);
}

/**
 * Asked before work that writes much, so that a full disk is an answer and not a half-written file.
 * @throws Refusal DISK_FULL
 */
export async function requireRoom(config: Guarded, work: string, neededBytes = 0): Promise<void> {
  const lack = await lackOfRoom(config, neededBytes);
  if (lack === null) return;
  throw new Refusal('DISK_FULL', `${work}: ${lack}`, {
    expected: `at least ${megabytes(config.minimumFreeBytes + neededBytes)} free`,
    actual: lack,
    where: 'data folder',
    remedy: 'make room: delete datasets, collect unused files, prune old generations; then ask again',
  });
}
