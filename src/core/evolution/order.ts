import type { Individual, Judgement, Newborn } from './individual.ts';

/** Oldest first; ties in age go by slot, which is unique within a birth generation. */
export const byAge = (a: Newborn, b: Newborn): number =>
  a.birthGeneration - b.birthGeneration || a.slot - b.slot;

/**
 * Fittest first; behind them those without fitness, and last whom the cascade rejected, who came further first and
 * then by score. Equals are broken by size, so that a part that changes no rank does not pay, then by age and slot.
 */
export const byFitness = (a: Individual, b: Individual): number =>
  compareStanding(a.judgement, b.judgement) || a.program.size - b.program.size || byAge(a, b);

function compareStanding(a: Judgement, b: Judgement): number {
  if (a.rejected === undefined || b.rejected === undefined) {
    return (
      Number(a.rejected !== undefined) - Number(b.rejected !== undefined) || compare(a.fitness, b.fitness)
    );
  }
  return b.rejected.tier - a.rejected.tier || compare(a.rejected.score, b.rejected.score);
}

/** Highest first, missing last. */
function compare(first: number | null, second: number | null): number {
  if (first === null || second === null) return Number(first === null) - Number(second === null);
  return second - first;
}
