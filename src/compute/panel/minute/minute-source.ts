/** Shape of minute figures. */
export interface MinuteShape {
  readonly days: number;
  readonly bars: number;
  readonly symbols: number;
}

/** Minute bars in memory: small markets, tests, generators. Arrays lie on SharedArrayBuffers where threads read them. */
export interface MemoryMinutes {
  readonly kind: 'memory';
  readonly shape: MinuteShape;
  /** By field, [days x bars x symbols] row-major, adjusted; NaN = missing. */
  readonly figures: ReadonlyMap<string, Float64Array>;
}

/** One field of the minute tiles on disk. */
export interface TiledField {
  readonly name: string;
  /** Absolute path of the field's tiles. */
  readonly path: string;
  /** One entry a day; null = no bar that day, and no bytes. */
  readonly days: readonly (TiledDay | null)[];
  /** [days], shared by all threads: 1 = the bytes of that day were compared with their hash by this process. */
  readonly verified: Uint8Array;
}

/** Where one day of a field lies in its file, and how its figures are written. */
export interface TiledDay {
  /** Figure as given = ticks / 10^decimals; null = figures are float64 (not decimals of at most 31 bits). */
  readonly decimals: number | null;
  /** True where each stock's figures are to be multiplied by its factor of the day. */
  readonly adjusted: boolean;
  readonly offset: number;
  readonly bytes: number;
  /** Of the bytes. */
  readonly sha256: string;
  /** Of the figures, however they are written: see `digestDay`. */
  readonly digest: string;
}

/** Minute bars on disk as tiles: a plain record that crosses to threads, each of which opens the files by itself. */
export interface TiledMinutes {
  readonly kind: 'tiles';
  readonly shape: MinuteShape;
  readonly fields: readonly TiledField[];
}

/** Where a panel's minute bars are. `openMinutes` reads them. */
export type MinuteSource = MemoryMinutes | TiledMinutes;

/** The bars of one field and day. */
export interface DayFigures {
  /** As given, before adjustment: [bars x symbols] row-major, NaN = missing. */
  readonly figures: Float64Array;
  /** What each symbol's figures are multiplied by, [symbols]; null = 1. */
  readonly factors: Float64Array | null;
}

/** Reads minute bars, in whichever thread it was opened. Synchronous, because the threads that compute are. */
export interface MinuteBars {
  readonly shape: MinuteShape;
  readonly fields: readonly string[];
  /**
   * Adjusted figures of the days `from` (inclusive) to `to` (exclusive), [days x bars x symbols] row-major,
   * NaN = missing. Memory: 8 bytes a figure, so ask for few days at a time.
   * @throws Refusal DATASET_CHANGED when a file is not what was imported
   */
  readDays(field: string, from: number, to: number): Float64Array;
  /** One day as it was given, for whoever writes it anew. @throws as `readDays` */
  readDay(field: string, day: number): DayFigures;
  /** Bars present of each symbol on a day, [symbols], without the figures where they need not be read. */
  countBars(field: string, day: number): Uint16Array;
  close(): void;
}

/** Names of the minute fields, ascending. */
export function minuteFieldsOf(source: MinuteSource | null): string[] {
  if (source === null) return [];
  const names = source.kind === 'memory' ? [...source.figures.keys()] : source.fields.map(({ name }) => name);
  return names.sort((a, b) => (a < b ? -1 : 1));
}

/** Bytes of main memory that minute bars hold: those on disk hold none. */
export function minuteMemory(source: MinuteSource | null): number {
  if (source?.kind !== 'memory') return 0;
  let bytes = 0;
  for (const values of source.figures.values()) bytes += values.byteLength;
  return bytes;
}
