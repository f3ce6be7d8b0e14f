export { copy } from './copy';
export { reduceMinutes } from './minute-reduce';
