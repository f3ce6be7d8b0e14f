import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { diskRefusal } from '../disk-full.ts';
import { loadContent } from '../load-panel.ts';
import type { PanelManifest } from '../panel-manifest.ts';
import { removeAbandoned, unfinishedFolder } from '../unfinished-folders.ts';
import { writePanel } from '../write-panel.ts';
import type { BadRowReport } from './bad-rows.ts';
import { basesOf, continueSeries } from './continue-series.ts';
import type { ImportProgress, MarketImport, OnProgress } from './import-options.ts';
import type { QualityReport } from './quality-report.ts';
import { type MarketReading, type ReadingPlace, readMarket } from './read-market.ts';
import { WRITING_FROM } from './track-progress.ts';

/** A market that was imported: where it lies, what it is called, and how good it is. */
export interface ImportOutcome {
  readonly folder: string;
  readonly manifest: PanelManifest;
  /** False when the same market was stored already. */
  readonly created: boolean;
  readonly quality: QualityReport;
  /** Rows that were left out (`skipBadRows`). */
  readonly badRows: BadRowReport;
}

/**
 * Imports files as an immutable dataset `<datasetsFolder>/<hash>/`, all or nothing. With `continues` the result is
 * the former dataset with the new days behind it. What is on its way lies in a folder beside the datasets, which is removed
 * at the end, or by the next import when this one is killed.
 * @param place a folder of the caller's instead, on the file system of the datasets; it is removed too
 * @throws as `readMarket`; Refusal DISK_FULL; for a continuation whose history differs, Refusal CONFLICT
 */
export async function importMarket(
  datasetsFolder: string,
  options: MarketImport,
  onProgress: OnProgress = () => {},
  { folder = unfinishedFolder(datasetsFolder), ...place }: ReadingPlace & { readonly folder?: string } = {},
): Promise<ImportOutcome> {
  let last: ImportProgress | null = null;
  const tell: OnProgress = (progress) => {
    last = progress;
    onProgress(progress);
  };
  try {
    await removeAbandoned(datasetsFolder);
    const { content, quality, badRows } = await readContinued(options, tell, { ...place, folder });
    if (last !== null) onProgress({ ...(last as ImportProgress), phase: 'writing', share: WRITING_FROM });
    const written = await writePanel(datasetsFolder, content, join(folder, 'panel'));
    return { ...written, quality, badRows };
  } catch (error) {
    throw diskRefusal(datasetsFolder, error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readContinued(
  options: MarketImport,
  onProgress: OnProgress,
  place: ReadingPlace & { readonly folder: string },
): Promise<MarketReading> {
  if (options.continues === undefined) return readMarket(options, onProgress, undefined, place);
  const former = await loadContent(options.continues);
  const reading = await readMarket(options, onProgress, (firstDay) => basesOf(former, firstDay), place);
  return continueSeries(former, reading, join(place.folder, 'joined'));
}
