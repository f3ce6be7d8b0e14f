import type { FieldDefinition, Session } from '../../core/program/program.ts';
import type { MinuteSource } from './minute/minute-source.ts';

/**
 * Market data. Matrices are [days x symbols] row-major float64, vectors [days]; NaN = missing everywhere. Arrays lie
 * on SharedArrayBuffers, so that worker threads read them without a copy; nobody writes to them once the panel is
 * made. Minute bars stay on disk, or in memory where there are few. The whole is plain data: threads are sent it.
 */
export interface Panel {
  /** Content hash of the dataset (hex). */
  readonly datasetHash: string;
  /** Trading days, ascending, `YYYY-MM-DD`. */
  readonly days: readonly string[];
  readonly symbols: readonly string[];
  readonly session: Session | null;
  /** Every field that a formula can name. */
  readonly fields: ReadonlyMap<string, FieldDefinition>;
  readonly matrices: ReadonlyMap<string, Float64Array>;
  readonly vectors: ReadonlyMap<string, Float64Array>;
  /** Null without minute bars. Read by `openMinutes`. */
  readonly minutes: MinuteSource | null;
  readonly attributes: PanelAttributes;
}

/** What is known of stocks and days beside the fields; null where the import had no such column. */
export interface PanelAttributes {
  /** 1 = special treatment that day. [days x symbols] */
  readonly isSt: Uint8Array | null;
  /** Unadjusted close, for the price floor of a universe and for board rules. [days x symbols] */
  readonly rawClose: Float64Array | null;
  readonly rawPreviousClose: Float64Array | null;
  /** Price limits of the day in raw currency. [days x symbols] */
  readonly limitUp: Float64Array | null;
  readonly limitDown: Float64Array | null;
  /** Turnover of money, for the turnover floor of a universe. [days x symbols] */
  readonly amount: Float64Array | null;
  /** Listing date of each symbol, `YYYY-MM-DD`; null = unknown. */
  readonly listedOn: readonly (string | null)[] | null;
}
