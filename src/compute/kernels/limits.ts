/*
 * Where numbers end, for every backend alike: float32 sets the limits of the search engine, and the exact engine keeps to
 * them, lest the two disagree on what is missing.
 */

/** A divisor closer to zero than this gives a missing quotient. */
export const SMALLEST_DIVISOR = 1e-12;

/** The smallest normal float32: below it there is no logarithm. */
export const SMALLEST_LOGARITHM = 1.1754943508222875e-38;

/** The largest float32: a result beyond it is missing. */
export const LARGEST_VALUE = 3.4028234663852886e38;

/**
 * A window of days, or a day of stocks, is constant when its squared deviations from the mean sum to less than this:
 * float32 squares end here.
 */
export const CONSTANT_SQUARES = 1e-37;

/**
 * Or to less than this share of the largest value's square: what remains is rounding, which one engine has and the other has
 * not, and a run would mine it. A share of 1e-11 is one change by 3e-6; a tick is more.
 */
export const CONSTANT_SHARE = 1e-11;
