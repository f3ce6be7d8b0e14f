import type { BadRowLog } from './bad-rows.ts';
import type { BarRows, RowSink, SymbolTable } from './bar-rows.ts';
import type { DayKey } from './cell-readers.ts';
import type { MarketImport } from './import-options.ts';
import type { OnBytes } from './table-sink.ts';

/** What was learned of one file, beside its rows. */
export interface BarFile {
  /** Days that the file names, suspensions included. */
  readonly days: ReadonlySet<DayKey>;
  /** Rows without trade: no volume, and blank, zero or all equal prices. They are missing, as if absent. */
  readonly suspendedRows: number;
  readonly ignoredColumns: readonly string[];
}

/** A daily file with its rows: they are few enough for memory. */
export interface DailyFile extends BarFile {
  readonly rows: BarRows;
}

export interface BarReading {
  readonly path: string;
  readonly kind: 'daily' | 'minutes';
  readonly options: MarketImport;
  readonly symbols: SymbolTable;
  readonly log: BadRowLog;
  readonly lastDay: DayKey;
  readonly onBytes: OnBytes;
  /** Where the sound rows go. @param columns names of the figures, in their order */
  readonly rowsInto: (columns: readonly string[]) => RowSink;
}
