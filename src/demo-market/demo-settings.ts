/** What the generated market looks like. Everything else follows from the seed. */
export interface DemoMarketSettings {
  readonly seed: string;
  /** At least 20. */
  readonly stocks: number;
  /** Trading days, at least 30. */
  readonly days: number;
  /** Bars of a session of 240 minutes: a divisor of 240 that splits the half-hours (8, 16, 24, 48, 240). */
  readonly bars: number;
  /** First trading day or the weekday after it, `YYYY-MM-DD`. */
  readonly from: string;
}

/** The market that the service makes on its first start: 60 MB, two seconds. */
export const DEFAULT_DEMO_MARKET: DemoMarketSettings = Object.freeze({
  seed: 'factormine',
  stocks: 200,
  days: 600,
  bars: 16,
  from: '2021-01-04',
});
