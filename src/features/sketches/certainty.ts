/** An estimate by sketches; null where they have nothing to say. */
export interface SketchedCorrelation {
  /** Mean daily cross-sectional rank correlation at the grid's cells, signed. */
  readonly correlation: number;
  /** Null where too few days count to tell. */
  readonly standardError: number | null;
}

/** An estimate settles on which side of a limit the exact figure lies when it is further away than this many standard errors ... */
const STANDARD_ERRORS = 4;
/** ... and a little more, for what rounding and gaps of the factors add. */
const ROUNDING = 0.005;

/** The exact |correlation| is at least `low` and at most `high`, as far as the estimate can be trusted. */
export function boundsOf(estimate: SketchedCorrelation | null): {
  readonly low: number;
  readonly high: number;
} {
  if (estimate === null || estimate.standardError === null) return { low: 0, high: 1 };
  const size = Math.abs(estimate.correlation);
  const margin = STANDARD_ERRORS * estimate.standardError + ROUNDING;
  return { low: Math.max(0, size - margin), high: Math.min(1, size + margin) };
}

/** An entry of what the threads answer: correlation and standard error, NaN where there is none. */
export function estimateAt(answers: Float64Array, index: number): SketchedCorrelation | null {
  const correlation = answers[2 * index]!;
  const standardError = answers[2 * index + 1]!;
  if (Number.isNaN(correlation)) return null;
  return { correlation, standardError: Number.isNaN(standardError) ? null : standardError };
}
