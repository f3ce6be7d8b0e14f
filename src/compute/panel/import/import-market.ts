import { loadContent } from '../load-panel.ts';
import type { PanelManifest } from '../panel-manifest.ts';
import { writePanel } from '../write-panel.ts';
import type { BadRowReport } from './bad-rows.ts';
import { basesOf, continueSeries } from './continue-series.ts';
import type { MarketImport, OnProgress } from './import-options.ts';
import type { QualityReport } from './quality-report.ts';
import { type MarketReading, readMarket } from './read-market.ts';

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
 * the former dataset with the new days behind it.
 * @throws as `readMarket` and, for a continuation whose history differs, Refusal CONFLICT
 */
export async function importMarket(
  datasetsFolder: string,
  options: MarketImport,
  onProgress: OnProgress = () => {},
): Promise<ImportOutcome> {
  const { content, quality, badRows } = await readContinued(options, onProgress);
  onProgress({ phase: 'writing', file: null, bytesRead: 0, bytesTotal: 0, rows: badRows.rows });
  return { ...(await writePanel(datasetsFolder, content)), quality, badRows };
}

async function readContinued(options: MarketImport, onProgress: OnProgress): Promise<MarketReading> {
  if (options.continues === undefined) return readMarket(options, onProgress);
  const former = await loadContent(options.continues);
  const reading = await readMarket(options, onProgress, (firstDay) => basesOf(former, firstDay));
  return continueSeries(former, reading);
}
