export { copy } from './copy';
