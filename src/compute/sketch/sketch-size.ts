import type { SketchSize } from './sketch-grid.ts';

/**
 * Sizes of the service's sketches: 4 KB a factor. Many days of few stocks, because errors of the days' own samples cancel;
 * ADR 0019 has the curve that this was read from.
 */
export const SKETCH_SIZE: SketchSize = { days: 64, stocks: 64 };

/** Raised when a sketch of the same factor would have other bytes. */
export const SKETCH_VERSION = 1;

/** Bytes of a sketch. */
export const bytesOfSketch = ({ days, stocks }: SketchSize): number => days * stocks;
