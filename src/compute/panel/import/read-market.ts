import { basename } from 'node:path';
import { Refusal } from '../../../core/outcome/refusal.ts';
import type { PanelContent } from '../panel-content.ts';
import type { KnownBases } from './adjustment.ts';
import { assemblePanel, checkDeclaredFields } from './assemble-panel.ts';
import { assessQuality } from './assess-quality.ts';
import { BadRowLog, type BadRowReport, BadRowsRefusal } from './bad-rows.ts';
import type { BarFile } from './bar-file.ts';
import { SymbolTable } from './bar-rows.ts';
import { type DayKey, keyOfDay, readDay } from './cell-readers.ts';
import type { MarketImport, OnProgress } from './import-options.ts';
import { checkSize, frameMarket, type MarketFrame } from './market-frame.ts';
import { placeRows } from './place-rows.ts';
import type { QualityReport } from './quality-report.ts';
import { readBars } from './read-bars.ts';
import { fileSize } from './read-table.ts';
import { type MarketVectors, readVectors } from './read-vectors.ts';
import { sessionOf } from './session.ts';

/** A market in memory, before it has a name. */
export interface MarketReading {
  readonly content: PanelContent;
  readonly quality: QualityReport;
  /** Rows that were left out (`skipBadRows`); none otherwise. */
  readonly badRows: BadRowReport;
}

/** Bases of an earlier import, for files whose first day comes after that import's. */
export type BasesFor = (firstDay: string) => KnownBases | null;

const LARGEST_PANEL_BYTES = 8 * 2 ** 30;

/**
 * Reads files into a panel. Streams: memory is that of the figures, twice. The 1.2 million rows of 800 stocks over
 * six years take about 8 s on one core.
 * @throws BadRowsRefusal (DATASET_INVALID) listing the bad rows, when there are more than `skipBadRows` allows
 * @throws Refusal FILE_NOT_FOUND, FILE_UNREADABLE, DATASET_INVALID (columns), DATASET_TOO_LARGE, INVALID_INPUT
 */
export async function readMarket(
  options: MarketImport,
  onProgress: OnProgress = () => {},
  basesFor: BasesFor = () => null,
): Promise<MarketReading> {
  checkOptions(options);
  const log = new BadRowLog();
  const track = await trackProgress(options, log, onProgress);
  const table = new SymbolTable();
  const lastDay = options.today === undefined ? Number.POSITIVE_INFINITY : keyOfDay(options.today);
  const read = async (kind: 'daily' | 'minutes'): Promise<BarFile[]> => {
    const files: BarFile[] = [];
    for (const path of options[kind] ?? []) {
      const onBytes = track.file(path);
      files.push(await readBars({ path, kind, options, symbols: table, log, lastDay, onBytes }));
    }
    return files;
  };
  const daily = await read('daily');
  const minutes = await read('minutes');
  // Nothing sound to frame: the bad rows say why better than an empty panel would.
  if ([...daily, ...minutes].every(({ rows }) => rows.length === 0)) refuseBadRows(log, 0);
  const frame = frameMarket(daily, minutes, table, options);
  const vectors = await readMarketFile(options, frame, log, lastDay, track.file);
  track.building();
  const content = build({ daily, minutes, frame, vectors, options, log, basesFor });
  refuseBadRows(log, options.skipBadRows ?? 0);
  const quality = assessQuality(content, {
    suspendedRows: daily.reduce((sum, file) => sum + file.suspendedRows, 0),
    ignoredColumns: [...new Set([...daily, ...minutes].flatMap((file) => file.ignoredColumns))],
    daysWithoutMarket: vectors?.missingDays ?? null,
  });
  return { content, quality, badRows: log.report() };
}

interface Reading {
  readonly daily: BarFile[];
  readonly minutes: BarFile[];
  readonly frame: MarketFrame;
  readonly vectors: MarketVectors | null;
  readonly options: MarketImport;
  readonly log: BadRowLog;
  readonly basesFor: BasesFor;
}

function build({ daily, minutes, frame, vectors, options, log, basesFor }: Reading): PanelContent {
  const session = minutes.length > 0 ? sessionOf(minutes, options) : null;
  const width = (files: readonly BarFile[]): number =>
    new Set(files.flatMap(({ rows }) => rows.columns)).size;
  const columns = { daily: width(daily), minutes: width(minutes), bars: session?.stamps.length ?? 0 };
  checkSize(frame, columns, options.maximumBytes ?? LARGEST_PANEL_BYTES);
  return assemblePanel({
    frame,
    session,
    daily: placeRows(daily, frame, null, log),
    minutes: session === null ? new Map() : placeRows(minutes, frame, session, log),
    vectors: vectors?.vectors ?? new Map(),
    options,
    bases: basesFor(frame.days[0]!),
  });
}

async function readMarketFile(
  options: MarketImport,
  frame: MarketFrame,
  log: BadRowLog,
  lastDay: DayKey,
  onBytesOf: (path: string) => (bytes: number) => void,
): Promise<MarketVectors | null> {
  const path = options.market;
  if (path === undefined) return null;
  return readVectors({ path, options, frame, log, lastDay, onBytes: onBytesOf(path) });
}

function refuseBadRows(log: BadRowLog, allowedShare: number): void {
  const report = log.report();
  if (report.badRows > allowedShare * report.rows) throw new BadRowsRefusal(report);
}

interface Track {
  readonly file: (path: string) => (bytes: number) => void;
  readonly building: () => void;
}

async function trackProgress(options: MarketImport, log: BadRowLog, onProgress: OnProgress): Promise<Track> {
  const market = options.market === undefined ? [] : [options.market];
  const paths = [...(options.daily ?? []), ...(options.minutes ?? []), ...market];
  const sizes = await Promise.all(paths.map(fileSize));
  const bytesTotal = sizes.reduce((sum, size) => sum + size, 0);
  let before = 0;
  let current = 0;
  return {
    file: (path) => {
      before += current;
      current = 0;
      return (bytes) => {
        current = bytes;
        const file = basename(path);
        onProgress({ phase: 'reading', file, bytesRead: before + bytes, bytesTotal, rows: log.rows });
      };
    },
    building: () =>
      onProgress({ phase: 'building', file: null, bytesRead: bytesTotal, bytesTotal, rows: log.rows }),
  };
}

function checkOptions(options: MarketImport): void {
  const refuse = (where: string, expected: string, actual: string): Refusal =>
    new Refusal('INVALID_INPUT', `import: ${where} does not fit`, { expected, actual, where });
  if ((options.daily ?? []).length + (options.minutes ?? []).length === 0) {
    throw refuse('files', 'at least one daily or minute file', 'none');
  }
  const share = options.skipBadRows ?? 0;
  if (!(share >= 0 && share <= 1)) throw refuse('skipBadRows', 'a share from 0 to 1', String(share));
  if (options.today !== undefined && typeof readDay(options.today) !== 'number') {
    throw refuse('today', 'YYYY-MM-DD', options.today);
  }
  if (options.dailyFrom === 'file' && (options.daily ?? []).length === 0) {
    throw refuse('dailyFrom', 'bars, or a daily file', 'file, without a daily file');
  }
  checkDeclaredFields(options);
}
