export { correlateProfiles } from './correlate-profiles';
export { csNorm, csRank } from './cross-section';
export { copy } from './copy';
export { judge } from './judge';
export { prepareLabels } from './labels';
export { reduceMinutes } from './minute-reduce';
export { runBlocks } from './run-blocks';
export { compareSketches } from './sketches';
