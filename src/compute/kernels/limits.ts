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

/** A window whose squared deviations from its mean sum to less than this is constant: float32 squares end here. */
export const CONSTANT_SQUARES = 1e-37;
