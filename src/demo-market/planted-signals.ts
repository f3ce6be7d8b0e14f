/** A formula whose cross-section on day T shifts the returns from T+1 to T+2 of the generated market. */
export interface PlantedSignal {
  readonly name: string;
  /** As the parser reads it. */
  readonly formula: string;
  /**
   * Shift per unit of the formula's rank score (ranks of the day mapped to a mean of 0 and a deviation of 1), in
   * units of the stock's own daily volatility. Its sign is the sign of the IC.
   */
  readonly strength: number;
  /** Mean rank IC that the default market shows over all its days, measured by the reference evaluator. */
  readonly rankIc: number;
  readonly meaning: string;
}

/** Agreement of a measured mean rank IC with `rankIc` that tests ask for, on the default market. */
export const RANK_IC_TOLERANCE = 0.002;

/**
 * What a mining run on the demonstration market must be able to find. Each uses only the report's operators, has
 * three or four nodes, and is nearly uncorrelated with the others.
 */
export const PLANTED_SIGNALS: readonly PlantedSignal[] = [
  {
    name: 'intraday reversal',
    formula: 'OPEN/CLOSE',
    strength: 0.085,
    rankIc: 0.086,
    meaning: 'Stocks that fell from the open to the close recover on the day after next.',
  },
  {
    name: 'quiet volume',
    formula: 'ts_mean(VOLUME,5)/VOLUME',
    strength: 0.07,
    rankIc: 0.065,
    meaning: "Stocks whose volume dried up against the week's mean rise.",
  },
  {
    name: 'eager opening',
    formula: 'interval(volume,sum,9:30,10:00)/VOLUME',
    strength: -0.07,
    rankIc: -0.058,
    meaning: 'Stocks that trade a large share of the day in its first half-hour fall.',
  },
  {
    name: 'price and volume apart',
    formula: 'ts_corr(CLOSE,VOLUME,10)',
    strength: -0.06,
    rankIc: -0.06,
    meaning: 'Stocks whose volume goes with their price over two weeks fall.',
  },
];
