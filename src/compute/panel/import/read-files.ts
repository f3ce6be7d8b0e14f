import { join } from 'node:path';
import type { BadRowLog } from './bad-rows.ts';
import type { BarFile, BarReading, DailyFile } from './bar-file.ts';
import { BarRows, SymbolTable } from './bar-rows.ts';
import type { DayKey } from './cell-readers.ts';
import { minuteColumns } from './column-plan.ts';
import { lastDayOf, type MarketImport } from './import-options.ts';
import { MinuteSpill } from './minutes/minute-spill.ts';
import { SpillFile, SpillMemory } from './minutes/spill-store.ts';
import { readBars } from './read-bars.ts';
import type { ProgressTrack } from './track-progress.ts';

export interface FilesReading {
  readonly options: MarketImport;
  readonly log: BadRowLog;
  readonly track: ProgressTrack;
  /** For minute rows; null = in memory. */
  readonly folder: string | null;
  readonly batchBytes: number | undefined;
}

/** All rows of the daily and minute files. */
export interface MarketRows {
  readonly daily: readonly DailyFile[];
  readonly minutes: readonly BarFile[];
  /** Rows of the minute files; null when there are none. To be closed. */
  readonly spill: MinuteSpill | null;
  readonly symbols: SymbolTable;
  /** Numbers of the symbols whose rows are kept. */
  readonly keptSymbols: ReadonlySet<number>;
  /** Days that any file names. */
  readonly days: ReadonlySet<DayKey>;
  /** Sound rows. */
  readonly count: number;
}

/** Reads the daily and the minute files, one after another. @throws Refusal as `readBars` */
export async function readFiles(reading: FilesReading): Promise<MarketRows> {
  const { options, folder } = reading;
  const symbols = new SymbolTable();
  const daily: DailyFile[] = [];
  for (const path of options.daily ?? []) daily.push(await readDaily(path, reading, symbols));
  const store = folder === null ? new SpillMemory() : new SpillFile(join(folder, 'minute-rows'));
  const spill = new MinuteSpill(minuteColumns(options), store, reading.batchBytes);
  const minutes: BarFile[] = [];
  try {
    for (const path of options.minutes ?? []) {
      const rowsInto: BarReading['rowsInto'] = (columns) => spill.beginFile(path, columns);
      minutes.push(await readBars({ ...barReading(path, 'minutes', reading, symbols), rowsInto }));
    }
    spill.finish();
  } catch (error) {
    spill.close();
    throw error;
  }
  const kept = new Set(spill.symbols);
  if (minutes.length === 0 || options.symbols === 'daily') {
    for (const { rows } of daily) for (let row = 0; row < rows.length; row++) kept.add(rows.symbols[row]!);
  }
  return {
    daily,
    minutes,
    spill: spill.rows === 0 ? null : spill,
    symbols,
    keptSymbols: kept,
    days: new Set([...daily, ...minutes].flatMap(({ days }) => [...days])),
    count: daily.reduce((sum, { rows }) => sum + rows.length, spill.rows),
  };
}

async function readDaily(path: string, reading: FilesReading, symbols: SymbolTable): Promise<DailyFile> {
  let rows = new BarRows(path, []);
  const rowsInto: BarReading['rowsInto'] = (columns) => {
    rows = new BarRows(path, columns);
    return rows;
  };
  const file = await readBars({ ...barReading(path, 'daily', reading, symbols), rowsInto });
  return { ...file, rows };
}

const barReading = (
  path: string,
  kind: BarReading['kind'],
  { options, log, track }: FilesReading,
  symbols: SymbolTable,
): Omit<BarReading, 'rowsInto'> => ({
  path,
  kind,
  options,
  symbols,
  log,
  lastDay: lastDayOf(options),
  onBytes: track.file(path),
});
