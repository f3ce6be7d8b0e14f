import { CONSTANT_SHARE, CONSTANT_SQUARES } from '../limits.ts';

/**
 * Squared deviations below which a window counts as constant, by a value in it: one as good as another, for they are alike
 * where it matters.
 */
export const flatSquares = (value: number): number =>
  Math.max(CONSTANT_SQUARES, CONSTANT_SHARE * value * value);
