import type { Individual, Newborn } from './individual.ts';

/** Oldest first; ties in age go by slot, which is unique within a birth generation. */
export const byAge = (a: Newborn, b: Newborn): number =>
  a.birthGeneration - b.birthGeneration || a.slot - b.slot;

/**
 * Fittest first; those without fitness rank last. Equals are broken by size, so that a part that changes no
 * rank does not pay, then by age and slot.
 */
export const byFitness = (a: Individual, b: Individual): number =>
  compareFitness(a, b) || a.program.size - b.program.size || byAge(a, b);

function compareFitness(a: Individual, b: Individual): number {
  const [first, second] = [a.judgement.fitness, b.judgement.fitness];
  if (first === null || second === null) return Number(first === null) - Number(second === null);
  return second - first;
}
