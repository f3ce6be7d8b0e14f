/** Values by day and symbol, [days x symbols] row-major; NaN = missing. */
export interface ImportedValues {
  /** `YYYY-MM-DD`, ascending. Every day that the file had a row of. */
  readonly days: readonly string[];
  /** Ascending by code units; each has a value on some day. */
  readonly symbols: readonly string[];
  readonly values: Float64Array;
}
