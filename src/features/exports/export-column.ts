/**
 * Types of exported cells. In every format: text as UTF-8; integer as int32; long as int64; number as float64; flag as
 * boolean; day as a date without zone; time as milliseconds UTC.
 */
export type ColumnType = 'text' | 'integer' | 'long' | 'number' | 'flag' | 'day' | 'time';

/** A column of an exported table. */
export interface ExportColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** A cell may be missing. */
  readonly nullable: boolean;
  /** Definition, unit and sign; travels in the files that can hold it. */
  readonly description: string;
}

/**
 * Null = missing. text: string; integer, number: number (a number may be NaN); long: bigint; flag: boolean; day: days since
 * 1970-01-01; time: milliseconds since 1970-01-01T00:00Z.
 */
export type Cell = string | number | bigint | boolean | null;

/** Some rows of a table, column by column, in the order of its columns. */
export interface Batch {
  readonly rows: number;
  readonly columns: readonly (readonly Cell[])[];
}

/** What a file says of itself beside its rows. */
export interface TableHead {
  readonly name: string;
  readonly columns: readonly ExportColumn[];
  /** What was asked for, by name; kept in the metadata of Arrow and Parquet files. */
  readonly notes: Readonly<Record<string, string>>;
}

export const DAY_MS = 86_400_000;

/** `YYYY-MM-DD` of days since 1970-01-01. */
export const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
