/**
 * Raised when the figures of an engine change in any bit: what was remembered before is then computed again.
 * 2: runs are judged by the search engine.
 * 3: its Pearson correlations are summed in float32 where that is enough.
 * 4: its skewness and kurtosis in other sums, its sigmoid with all digits; constant by squares about the mean.
 */
export const ENGINE_VERSION = 4;
