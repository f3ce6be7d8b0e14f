import { basename } from 'node:path';
import type { BadRowLog } from './bad-rows.ts';
import type { MarketImport, OnProgress } from './import-options.ts';
import { fileSize } from './read-table.ts';
import type { OnBytes } from './table-sink.ts';

/** Share of an import that reading takes where minute bars are to be placed, and where only days are. */
const READING_SHARE = { minutes: 0.65, daily: 0.85 };
/** Share that is done when the dataset is to be stored. */
export const WRITING_FROM = 0.9;

/** Makes what the parts of an import tell into one progress. */
export interface ProgressTrack {
  /** Says that a file is begun. */
  readonly file: (path: string) => OnBytes;
  readonly placing: (daysDone: number, days: number) => void;
}

/** @throws Refusal FILE_NOT_FOUND for a file that is not there */
export async function trackProgress(
  options: MarketImport,
  log: BadRowLog,
  onProgress: OnProgress,
): Promise<ProgressTrack> {
  const { daily = [], minutes = [], market } = options;
  const paths = [...daily, ...minutes, ...(market === undefined ? [] : [market])];
  const sizes = await Promise.all(paths.map(fileSize));
  const bytesTotal = sizes.reduce((sum, size) => sum + size, 0);
  const readingShare = minutes.length > 0 ? READING_SHARE.minutes : READING_SHARE.daily;
  const placingShare = WRITING_FROM - readingShare;
  const read = { file: null, bytesRead: bytesTotal, bytesTotal };
  let before = 0;
  let current = 0;
  return {
    file: (path) => {
      before += current;
      current = 0;
      const file = basename(path);
      return (bytes) => {
        current = bytes;
        const bytesRead = before + bytes;
        const share = bytesTotal === 0 ? 0 : readingShare * Math.min(1, bytesRead / bytesTotal);
        onProgress({ phase: 'reading', file, bytesRead, bytesTotal, rows: log.rows, share });
      };
    },
    placing: (done, days) => {
      const share = readingShare + placingShare * (done / days);
      onProgress({ ...read, phase: 'building', rows: log.rows, share });
    },
  };
}
