export { copy } from './copy';
export { reduceMinutes } from './minute-reduce';
export { runBlocks } from './run-blocks';
