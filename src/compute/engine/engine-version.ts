/**
 * Raised when the figures of an engine change in any bit: what was remembered before is then computed again.
 * 2: runs are judged by the search engine.
 * 3: its Pearson correlations are summed in float32 where that is enough.
 */
export const ENGINE_VERSION = 3;
