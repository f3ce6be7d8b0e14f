import { meanOf } from '../mean.ts';
import { orNull, seriesOrNull } from './or-null.ts';
import type { CoverageView } from './tear-sheet.ts';

/**
 * How much of the universe a factor covers each day.
 * @param factor [days x stocks], NaN = missing
 * @param universe [days x stocks], 1 = inside
 */
export function coverageView(factor: Float64Array, universe: Uint8Array, stocks: number): CoverageView {
  const days = factor.length / stocks;
  const inside = Array.from({ length: days }, () => 0);
  const present = Array.from({ length: days }, () => 0);
  universe.forEach((belongs, cell) => {
    if (belongs !== 1) return;
    const day = Math.floor(cell / stocks);
    inside[day]!++;
    if (!Number.isNaN(factor[cell]!)) present[day]!++;
  });
  // A day without a universe has no share: 0 / 0 is missing.
  const share = present.map((count, day) => count / inside[day]!);
  const mean = orNull(meanOf(share.filter((value) => !Number.isNaN(value))));
  return { definition: 'COVERAGE_BY_DAY', universe: inside, present, share: seriesOrNull(share), mean };
}
