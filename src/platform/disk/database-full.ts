import { Refusal } from '../../core/outcome/refusal.ts';
import { isDiskFull } from './is-disk-full.ts';

/** What a full disk under the database amounts to for whoever asked, without the driver's words; null for any other error. */
export function databaseFull(error: unknown): Refusal | null {
  if (!isDiskFull(error)) return null;
  return new Refusal('DISK_FULL', "there is no room left on the database's disk; nothing was changed", {
    expected: 'room for what is to be written',
    actual: 'a full disk',
    where: 'database',
    remedy: 'make room on that disk, then ask again',
  });
}
