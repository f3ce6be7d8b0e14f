import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Refusal } from '../../../core/outcome/refusal.ts';
import type { MarketFrame } from './market-frame.ts';

const LARGEST_PANEL_BYTES = 8 * 2 ** 30;
/** What the writing of a day holds beside its figures, in days of one field. */
const WRITING = 4;

export interface PanelSize {
  /** Columns of the daily files and daily columns made of bars. */
  readonly daily: number;
  readonly minutes: number;
  readonly bars: number;
  /** Days that have minute bars. */
  readonly minuteDays: number;
  /** Where the minute bars are to lie; null = in memory. */
  readonly tilesFolder: string | null;
}

/** @throws Refusal DATASET_TOO_LARGE before memory or disk space is taken that is not there or not allowed */
export function checkSize(
  frame: MarketFrame,
  size: PanelSize,
  maximumBytes: number = LARGEST_PANEL_BYTES,
): void {
  const { daily, minutes, bars, minuteDays, tilesFolder } = size;
  const { length: days } = frame.days;
  const { length: symbols } = frame.symbols;
  const heldDays = tilesFolder === null ? days * minutes : minutes === 0 ? 0 : minutes + WRITING;
  const bytes = 8 * symbols * (days * daily + bars * heldDays);
  const shape = `${days} days x ${symbols} symbols x ${bars} bars`;
  if (bytes > maximumBytes) {
    throw new Refusal('DATASET_TOO_LARGE', 'the panel would not fit', {
      expected: `at most ${gigabytes(maximumBytes)} in memory`,
      actual: `${shape}: ${gigabytes(bytes)}`,
      remedy: 'Import fewer years or symbols, or coarser bars, or raise the limit (maximumBytes).',
    });
  }
  if (tilesFolder === null) return;
  // Decimals take four bytes; whole days that are no decimals eight.
  const onDisk = 4 * symbols * bars * minuteDays * minutes;
  const free = freeBytes(tilesFolder);
  if (onDisk <= free) return;
  throw new Refusal('DATASET_TOO_LARGE', 'the minute bars would not fit on the disk', {
    expected: `at most ${gigabytes(free)}, which are free`,
    actual: `${shape}: ${gigabytes(onDisk)}`,
    where: dirname(tilesFolder),
    remedy: 'Make room on the disk of the data folder, or import fewer days or symbols.',
  });
}

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/** Free bytes of the disk that a folder lies or will lie on. */
function freeBytes(folder: string): number {
  for (let place = folder; ; place = dirname(place)) {
    try {
      const { bavail, bsize } = statfsSync(place);
      return bavail * bsize;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || place === dirname(place)) throw error;
    }
  }
}
