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

/** Cells of a column; without missing ones numbers, whole numbers and days may lie in typed arrays, which spares garbage. */
export type Cells = readonly Cell[] | Float64Array | Int32Array;

/** Some rows of a table, column by column, in the order of its columns. */
export interface Batch {
  readonly rows: number;
  readonly columns: readonly Cells[];
}

/** What a file says of itself beside its rows. */
export interface TableHead {
  readonly name: string;
  readonly columns: readonly ExportColumn[];
  /** What was asked for, by name; kept in the metadata of Arrow and Parquet files. */
  readonly notes: Readonly<Record<string, string>>;
}

export const DAY_MS = 86_400_000;

const dayTexts = new Map<number, string>();

/** `YYYY-MM-DD` of days since 1970-01-01. Tables hold the same few days again and again. */
export function dayText(day: number): string {
  const known = dayTexts.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * DAY_MS).toISOString().slice(0, 10);
  if (dayTexts.size < 50_000) dayTexts.set(day, text);
  return text;
}

const digits = (value: number, count: number): string => String(value).padStart(count, '0');

/** RFC 3339 of milliseconds since 1970-01-01T00:00Z: `2024-01-01T00:00:00.123Z`. */
export function timeText(time: number): string {
  const day = Math.floor(time / DAY_MS);
  const ms = time - day * DAY_MS;
  const [hours, minutes, seconds] = [
    Math.floor(ms / 3_600_000),
    Math.floor(ms / 60_000) % 60,
    Math.floor(ms / 1000) % 60,
  ];
  return `${dayText(day)}T${digits(hours, 2)}:${digits(minutes, 2)}:${digits(seconds, 2)}.${digits(ms % 1000, 3)}Z`;
}
