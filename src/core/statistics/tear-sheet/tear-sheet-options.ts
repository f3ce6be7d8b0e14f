/** What changes the figures of a tear sheet beside factor, period and definition. */
export interface TearSheetOptions {
  /** Null = as the definition says. */
  readonly groups: number | null;
  /** Windows of the ICs' moving averages, ascending. */
  readonly movingAverageDays: readonly number[];
  /** The decay reaches from 1 to so many days. */
  readonly decayDays: number;
  /** Of each side of a trade, as a fraction of what is traded. */
  readonly costPerSide: number;
}

/** 0.15% a side: commission, half of the stamp duty and some slippage. */
export const TEAR_SHEET_DEFAULTS: TearSheetOptions = {
  groups: null,
  movingAverageDays: [20, 60],
  decayDays: 20,
  costPerSide: 0.0015,
};

/** Bounds of the options: a sheet must stay readable, and small enough to be sent. */
export const TEAR_SHEET_BOUNDS = {
  groups: { minimum: 2, maximum: 20 },
  movingAverages: 5,
  movingAverageDays: { minimum: 2, maximum: 500 },
  decayDays: { minimum: 1, maximum: 60 },
  costPerSide: { minimum: 0, maximum: 0.05 },
  /** Trading days of the period: about twelve years. */
  days: 3000,
  /** Stock-days times the decay's horizons and 30 more: what a thread works through in some tens of seconds. */
  work: 400e6,
} as const;
