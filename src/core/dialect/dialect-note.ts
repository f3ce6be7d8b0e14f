/** Every way in which a formula can mean something else in another dialect, said once. */
const TEXTS = {
  MINIMUM_PERIODS:
    'qlib windows start with the first row (min_periods=1) and skip missing rows; here a window is missing until it is full and whenever a row of it is missing. Equal on full windows.',
  IDX_MISSING:
    'qlib counts the position of an extreme in a window that may be shorter, and a missing row is taken for the extreme; here such a window is missing. On full windows both count from 1 at the oldest row, the oldest of equals.',
  RANK_METHOD:
    'Rank of the newest value of the window by average rank / rows, in (0, 1], as in qlib from 0.8.6 on; earlier versions give the percentile (0 to 100) / rows.',
  STD_DDOF:
    'Standard deviations have ddof 1 in both; of a constant window it is exactly 0 here and may be rounding there.',
  CONSTANT_WINDOW:
    'Of a constant window (or a standard deviation below 2e-5 of either side, in qlib) a correlation is missing; here constant means squared deviations below 1e-11 of the largest square.',
  MOMENTS_CONSTANT:
    'Skewness and excess kurtosis are bias-corrected in both; of a constant window they are missing here, and pandas may give 0 or -3.',
  DIVISION: 'A divisor of less than 1e-12 gives a missing value here; elsewhere infinity or a huge number.',
  LOGARITHM: 'The logarithm of what is not above zero is missing here; numpy gives -infinity for 0.',
  WMA_PARTS:
    "qlib's WMA has weights 0 to N-1 and divides by N once more; weights 1 to N are written by WMA and Mean together.",
  SIGMOID_PARTS: 'Written by Power, as qlib has no sigmoid.',
  NORM_PARTS:
    'ts_norm is written as Div(Sub(x,Mean),Std); of a constant window it is missing here, and 0/0 or rounding there.',
  PRICE_ADJUSTMENT:
    "qlib's prices are adjusted with $factor and its $volume is divided by it; here prices are rebased to 1 at each symbol's first row and volume is never adjusted. A formula that multiplies or adds them differs by that factor.",
  FIELD_NAMED:
    'Fields beside open, high, low, close, volume and vwap must be stored as features of these names.',
  VECTOR_AS_FEATURE:
    "A market's vector is read as a feature of every instrument that holds the same value on a day.",
  OUTER_SIGN: 'The text is the negative of the formula: ranks and ICs have the opposite sign.',
  CS_RANK:
    'rank(x) is cs_rank: average rank / stocks of the universe that day, in (0, 1]; others rank from 0 or break ties otherwise.',
  ARGMAX_BASE:
    'ts_argmax and ts_argmin count here from 1 at the oldest row of the window, of equals the oldest; WorldQuant does not say its base, and others count from 0 or from the newest.',
  WINDOW_FLOORED: 'A window that is no whole number was rounded down, as the paper says.',
  TS_RANK: 'ts_rank is the average rank of the newest value / window, in (0, 1]; others scale it otherwise.',
  DECAY_WEIGHTS: 'decay_linear has weights 1 to d, the newest heaviest, and sums them to 1, as in the paper.',
  COVARIANCE_PARTS:
    'A covariance is written as correlation x both standard deviations (ddof 1); missing where either is constant.',
  RETURNS_PARTS:
    'returns is written as ts_diff(CLOSE,1)/ts_delay(CLOSE,1): close to close, of adjusted prices.',
  ADV_AMOUNT: 'adv{d} is written as ts_mean(AMOUNT,d): money traded, in the currency of the market.',
  CAP_FLOAT: 'cap is read as FLOAT_CAP, the market value of the floating stock, not of all stock.',
  FULL_WINDOWS:
    'A window is missing until it is full and whenever a row of it is missing; the paper does not say.',
  UNIVERSE:
    'Ranks and z-scores across stocks run over the universe that is passed in; without one, over every stock that has a value.',
  MINUTE_BARS:
    'Minute fields are frames with a row for every bar of every day, in order (index: day, minute after midnight at which the bar ends); bars that are missing are rows of NaN.',
  SESSION_UNKNOWN:
    'Without a dataset the opening time is not known: an interval never includes the opening bar.',
  FLOAT32_LIMIT:
    'Here results beyond 3.4e38 are missing at every step; in the code after divisions and windows.',
} as const;

export type DialectNoteCode = keyof typeof TEXTS;

/** A difference of meaning. The code never changes its meaning. */
export interface DialectNote {
  readonly code: DialectNoteCode;
  readonly text: string;
}

/** Notes of some codes, each once, in a fixed order. */
export function notesOf(codes: Iterable<DialectNoteCode>): DialectNote[] {
  const wanted = new Set(codes);
  return (Object.keys(TEXTS) as DialectNoteCode[])
    .filter((code) => wanted.has(code))
    .map((code) => ({ code, text: TEXTS[code] }));
}

/** A program in another dialect. */
export interface Translation {
  readonly text: string;
  readonly notes: readonly DialectNote[];
}
