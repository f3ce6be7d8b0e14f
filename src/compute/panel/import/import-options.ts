import type { Dimension } from '../../../core/dimension/dimension.ts';
import { type DayKey, keyOfDay } from './cell-readers.ts';

/** Columns that an import understands, by the names they have without a mapping. */
export const COLUMN_ROLES = [
  'date',
  'time',
  'symbol',
  'open',
  'high',
  'low',
  'close',
  'volume',
  'amount',
  'turnover',
  'vwap',
  'float_cap',
  'adj_factor',
  'is_st',
  'prev_close',
  'limit_up',
  'limit_down',
  'list_date',
] as const;
export type ColumnRole = (typeof COLUMN_ROLES)[number];

/** A column beyond the known ones that becomes a field. */
export interface DeclaredColumn {
  readonly column: string;
  /** Name in formulas: upper case for daily, lower case for minute data. Default: the column's name in that case. */
  readonly name?: string;
  readonly dimension: Dimension;
  /** Figures are multiplied by this on reading; default 1. */
  readonly scale?: number;
  /** Follows the price adjustment, as a price does; default false. */
  readonly adjusted?: boolean;
  readonly file?: 'daily' | 'minutes';
}

/** What to import, and how its columns are to be read. */
export interface MarketImport {
  readonly daily?: readonly string[];
  readonly minutes?: readonly string[];
  readonly market?: string;
  /** Name in the file of a known column, e.g. `{ close: 'px_last' }`; applies to daily and minute files. */
  readonly columns?: Partial<Readonly<Record<ColumnRole, string>>>;
  /** Unit of a known column where it is not yuan, lots or a fraction: a name of `UNITS`. */
  readonly units?: Partial<Readonly<Record<ColumnRole, string>>>;
  readonly fields?: readonly DeclaredColumn[];
  /** Vector name -> column of the market file. Default: those of `DEFAULT_MARKET_COLUMNS` that are there. */
  readonly marketColumns?: Readonly<Record<string, string>>;
  /** `rebase` (default): 1 at each symbol's first row; `asGiven`: the file's own base. */
  readonly adjustment?: 'rebase' | 'asGiven';
  /** Whether the files' prices are as traded (default) or multiplied by `adj_factor` already. */
  readonly prices?: 'raw' | 'adjusted';
  /** Says that prices or factors are forward-adjusted (1 at the last row); detected where a factor is given. */
  readonly forwardAdjusted?: boolean;
  /** Where daily prices come from when both are given. Default `file`. */
  readonly dailyFrom?: 'bars' | 'file';
  /** Where the daily volume comes from when both are given. Default `bars`: the sum of the day's bars. */
  readonly volumeFrom?: 'bars' | 'file';
  /** Whose symbols are kept when both are given. Default `minutes`. */
  readonly symbols?: 'minutes' | 'daily';
  /**
   * What becomes of daily rows without volume whose prices are all equal: `missing` (default), as a suspension is,
   * or `asGiven`, prices and all.
   */
  readonly suspendedRows?: 'missing' | 'asGiven';
  /** Whether a bar's stamp is its end (default) or its start. */
  readonly barStamp?: 'end' | 'start';
  /** Opening time, `HH:MM`. Default: inferred from the bars. */
  readonly opens?: string;
  readonly currency?: string;
  /** Last day that may occur, `YYYY-MM-DD`; later ones are bad rows. Default: any. */
  readonly today?: string;
  /** Leave bad rows out, up to this share of all rows. Default 0: one bad row refuses the import. */
  readonly skipBadRows?: number;
  /** Folder of the dataset that this import continues. */
  readonly continues?: string;
  /** Refuse panels above this size. Default 8 GiB. */
  readonly maximumBytes?: number;
}

/** Columns of the public market file that stand in for the index (float-cap weighted, all A-shares). */
export const DEFAULT_MARKET_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  MARKET_RETURN: ['market_return', 'alla_ret_fcapw'],
  MARKET_AMPLITUDE: ['market_amplitude', 'alla_amp_fcapw'],
  MARKET_TURNOVER: ['market_turnover', 'alla_turnover'],
  MARKET_UP_RATIO: ['market_up_ratio', 'alla_up_ratio'],
};

export interface ImportProgress {
  readonly phase: 'reading' | 'building' | 'writing';
  /** File at hand while reading. */
  readonly file: string | null;
  /** Over all files, as stored (compressed where they are). */
  readonly bytesRead: number;
  readonly bytesTotal: number;
  /** Rows that were read so far. */
  readonly rows: number;
  /** Share of the whole import that is done, 0 to 1. */
  readonly share: number;
}

export type OnProgress = (progress: ImportProgress) => void;

/** Last day that may occur, as YYYYMMDD. */
export const lastDayOf = ({ today }: MarketImport): DayKey =>
  today === undefined ? Number.POSITIVE_INFINITY : keyOfDay(today);
