import { Refusal } from '../../core/outcome/refusal.ts';

/** What an error of writing amounts to: a full disk (or a quota) is a refusal, all else stays what it is. */
export function diskRefusal(folder: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new Refusal('DISK_FULL', 'there is no room left on the disk; nothing was stored', {
    expected: 'room for what is written: for an import about as much as its files unpacked, and the dataset',
    actual: code === 'ENOSPC' ? 'a full disk' : 'a quota that is used up',
    where: folder,
    remedy:
      'make room on the disk of the data folder, or point FACTORMINE_DATA at a larger one, and ask again',
  });
}
