import type { BadRowLog } from './bad-rows.ts';
import type { BarRows, SymbolTable } from './bar-rows.ts';
import type { DayKey } from './cell-readers.ts';
import type { MarketImport } from './import-options.ts';
import type { OnBytes } from './table-sink.ts';

/** What was read of one file. */
export interface BarFile {
  readonly rows: BarRows;
  /** Days that the file names, suspensions included. */
  readonly days: ReadonlySet<DayKey>;
  /** Rows without trade: no volume, and blank, zero or all equal prices. They are missing, as if absent. */
  readonly suspendedRows: number;
  readonly ignoredColumns: readonly string[];
}

export interface BarReading {
  readonly path: string;
  readonly kind: 'daily' | 'minutes';
  readonly options: MarketImport;
  readonly symbols: SymbolTable;
  readonly log: BadRowLog;
  readonly lastDay: DayKey;
  readonly onBytes: OnBytes;
}
