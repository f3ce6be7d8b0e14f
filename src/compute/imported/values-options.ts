/** Which values to read from a file, and against what they are checked. */
export interface ValuesImport {
  readonly name: string;
  /** CSV, gzipped CSV or Parquet. */
  readonly file: string;
  /** What messages call the file: an upload has no path that means anything to people. */
  readonly fileName: string;
  /** Columns, where the file does not call them by one of their usual names. */
  readonly columns: ValuesColumns;
  /** Trading days and symbols of the series that the values are for. */
  readonly market: { readonly days: readonly string[]; readonly symbols: readonly string[] };
  /** Later days are refused; `YYYY-MM-DD`. */
  readonly today: string;
  /** What was imported under the name so far. */
  readonly former: { readonly path: string; readonly hash: string } | null;
  /** Where the result is kept. */
  readonly folder: string;
}

export interface ValuesColumns {
  readonly date?: string;
  readonly symbol?: string;
  readonly value?: string;
}

/** What an import of values came to. */
export interface ValuesOutcome {
  readonly hash: string;
  readonly bytes: number;
  readonly form: 'LONG' | 'WIDE';
  readonly firstDay: string;
  readonly lastDay: string;
  readonly days: number;
  readonly symbols: number;
  /** With a value. */
  readonly cells: number;
  /** Days that were not there before. */
  readonly newDays: number;
  /** Symbols of the file that the series does not know; they are kept, and seen once it does. */
  readonly unknownSymbols: number;
}
