/** How a run keeps away from factors that are known already. */
export interface UnlikeRule {
  /** `PENALISE` lowers the fitness of what is too similar, `FORBID` takes it away. */
  readonly mode: 'PENALISE' | 'FORBID';
  /** |correlation| up to which a factor counts in full. */
  readonly limit: number;
}

/**
 * Fitness of a factor once its largest |correlation| r with the known ones is taken into account. PENALISE: fitness x
 * (1 - max(0, r - limit) / (1 - limit)), which is the whole fitness up to the limit and falls in a straight line to 0 for
 * a copy, so that a factor on the wrong side is still drawn away from it. FORBID: none above the limit.
 * @param correlation null = likeness unknown (too few common cells): no fitness, since nothing promises it to be unlike
 */
export function fitnessUnlike(
  fitness: number | null,
  correlation: number | null,
  { mode, limit }: UnlikeRule,
): number | null {
  if (fitness === null || correlation === null) return null;
  const above = Math.max(0, Math.abs(correlation) - limit);
  if (above === 0) return fitness;
  return mode === 'FORBID' ? null : fitness * Math.max(0, 1 - above / (1 - limit));
}
