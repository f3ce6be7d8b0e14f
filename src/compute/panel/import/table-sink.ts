import type { Cell } from './cell-readers.ts';

/** Takes a table row by row. Cells are only valid during the call. */
export interface TableSink {
  /** Names of the columns; comes first and once. */
  header(columns: readonly string[]): void;
  /** @param line as people count: the header of a text file is line 1, the first row of a Parquet file row 1 */
  row(line: number, cells: readonly Cell[]): void;
}

export type OnBytes = (bytesRead: number) => void;
