import { join } from 'node:path';
import type { PanelContent } from '../panel-content.ts';
import { adjustmentOf, type KnownBases } from './adjustment.ts';
import { adjustedFields, assemblePanel } from './assemble-panel.ts';
import { assessQuality } from './assess-quality.ts';
import { BadRowLog, type BadRowReport, BadRowsRefusal } from './bad-rows.ts';
import type { BarFile } from './bar-file.ts';
import { checkOptions } from './check-options.ts';
import { checkSize } from './check-size.ts';
import type { MarketImport, OnProgress } from './import-options.ts';
import { frameMarket, type MarketFrame } from './market-frame.ts';
import { type PlacedMinutes, placeMinutes } from './minutes/place-minutes.ts';
import { placeRows } from './place-rows.ts';
import type { QualityReport } from './quality-report.ts';
import { type MarketRows, readFiles } from './read-files.ts';
import { type MarketVectors, readVectors } from './read-vectors.ts';
import { type BarSession, sessionOf } from './session.ts';
import { type ProgressTrack, trackProgress } from './track-progress.ts';

/** A market, before it has a name. */
export interface MarketReading {
  readonly content: PanelContent;
  readonly quality: QualityReport;
  /** Rows that were left out (`skipBadRows`); none otherwise. */
  readonly badRows: BadRowReport;
}

/** Bases of an earlier import, for files whose first day comes after that import's. */
export type BasesFor = (firstDay: string) => KnownBases | null;

/** How a reading is done; its result does not depend on it. */
export interface ReadingPlace {
  /**
   * Folder for the rows on their way and the minute tiles; made when it is needed, and removed by whoever named it.
   * null (default) = all in memory, for what is not stored.
   */
  readonly folder?: string | null;
  /** Bytes of minute rows that are sorted in memory at once. Default 128 MB. */
  readonly batchBytes?: number;
}

interface Reading {
  readonly rows: MarketRows;
  readonly frame: MarketFrame;
  readonly vectors: MarketVectors | null;
  readonly options: MarketImport;
  readonly log: BadRowLog;
  readonly bases: KnownBases | null;
  readonly folder: string | null;
  readonly track: ProgressTrack;
}

/**
 * Reads files into a panel. Daily rows are held in memory, twice; minute rows go through batches on the disk, so that memory
 * holds one batch of them (128 MB) and one day. A million rows take 1 to 2 s.
 * @throws BadRowsRefusal (DATASET_INVALID) listing the bad rows, when there are more than `skipBadRows` allows
 * @throws Refusal FILE_NOT_FOUND, FILE_UNREADABLE, DATASET_INVALID (columns), DATASET_TOO_LARGE, INVALID_INPUT
 */
export async function readMarket(
  options: MarketImport,
  onProgress: OnProgress = () => {},
  basesFor: BasesFor = () => null,
  { folder = null, batchBytes }: ReadingPlace = {},
): Promise<MarketReading> {
  checkOptions(options);
  const log = new BadRowLog();
  const track = await trackProgress(options, log, onProgress);
  const rows = await readFiles({ options, log, track, folder, batchBytes });
  try {
    // Nothing sound to frame: the bad rows say why better than an empty panel would.
    if (rows.count === 0) refuseBadRows(log, 0);
    const frame = frameMarket(rows.days, rows.keptSymbols, rows.symbols);
    const vectors = await readMarketFile(options, frame, log, track);
    const bases = basesFor(frame.days[0]!);
    track.placing(0, frame.days.length);
    const content = build({ rows, frame, vectors, options, log, bases, folder, track });
    return { content, quality: qualityOf(content, rows, vectors), badRows: log.report() };
  } finally {
    rows.spill?.close();
  }
}

function qualityOf(content: PanelContent, rows: MarketRows, vectors: MarketVectors | null): QualityReport {
  const files: readonly BarFile[] = [...rows.daily, ...rows.minutes];
  return assessQuality(content, {
    suspendedRows: rows.daily.reduce((sum, file) => sum + file.suspendedRows, 0),
    ignoredColumns: [...new Set(files.flatMap((file) => file.ignoredColumns))],
    daysWithoutMarket: vectors?.missingDays ?? null,
  });
}

function build(reading: Reading): PanelContent {
  const { rows, frame, vectors, options, log } = reading;
  const session = rows.spill === null ? null : sessionOf(rows.spill.stampCounts, options);
  checkPanelSize(reading, session);
  const daily = placeRows(rows.daily, frame, log);
  const adjustment = adjustmentOf(daily.get('adj_factor') ?? null, frame, options, reading.bases);
  const { minutes, fromBars } = buildMinutes(reading, session, adjustment);
  refuseBadRows(log, options.skipBadRows ?? 0);
  return assemblePanel({
    frame,
    session,
    daily,
    fromBars,
    minutes,
    vectors: vectors?.vectors ?? new Map(),
    options,
    adjustment,
  });
}

function buildMinutes(
  { rows, frame, options, log, folder, track }: Reading,
  session: BarSession | null,
  adjustment: ReturnType<typeof adjustmentOf>,
): PlacedMinutes {
  if (rows.spill === null || session === null) return { minutes: null, fromBars: new Map() };
  return placeMinutes({
    spill: rows.spill,
    frame,
    session,
    adjustment,
    adjusted: adjustedFields('minutes', options),
    log,
    tilesFolder: folder && join(folder, 'tiles'),
    refused: () => (options.skipBadRows ?? 0) === 0 && log.hasBadRows,
    onDay: track.placing,
  });
}

function checkPanelSize({ rows, frame, options, folder }: Reading, session: BarSession | null): void {
  const { spill } = rows;
  const fromFiles = new Set(rows.daily.flatMap((file) => file.rows.columns)).size;
  const size = {
    daily: fromFiles + (spill?.present.size ?? 0),
    minutes: spill?.present.size ?? 0,
    bars: session?.stamps.length ?? 0,
    minuteDays: spill?.dayCount ?? 0,
    tilesFolder: folder,
  };
  checkSize(frame, size, options.maximumBytes);
}

async function readMarketFile(
  options: MarketImport,
  frame: MarketFrame,
  log: BadRowLog,
  track: ProgressTrack,
): Promise<MarketVectors | null> {
  const path = options.market;
  return path === undefined ? null : readVectors({ path, options, frame, log, onBytes: track.file(path) });
}

function refuseBadRows(log: BadRowLog, allowedShare: number): void {
  const report = log.report();
  if (report.badRows > allowedShare * report.rows) throw new BadRowsRefusal(report);
}
