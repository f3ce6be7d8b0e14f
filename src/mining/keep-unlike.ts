import type { Judgement } from '../core/evolution/individual.ts';
import { fitnessUnlike, type UnlikeRule } from '../core/evolution/unlike.ts';
import type { Program } from '../core/program/program.ts';
import type { Likeness } from './ports.ts';

/** What a run's factors are to be unlike, and by what rule. */
export interface Unlikeness {
  readonly rule: UnlikeRule;
  readonly likeness: Likeness;
}

/**
 * Judgements as they stand in the run: the fitness by the rule, with the correlation that it went by. The ICs stay what
 * was measured, and so does what the memo is told.
 */
export async function keepUnlike(
  programs: readonly Program[],
  judgements: readonly Judgement[],
  { rule, likeness }: Unlikeness,
): Promise<readonly Judgement[]> {
  const asked = programs.filter((_, at) => judgements[at]!.fitness !== null);
  const found = await likeness.toKnown(asked);
  const correlations = new Map(asked.map(({ hash }, at) => [hash, found[at] ?? null]));
  return judgements.map((judgement, at) => {
    const correlation = correlations.get(programs[at]!.hash);
    if (correlation === undefined) return judgement;
    const fitness = fitnessUnlike(judgement.fitness, correlation, rule);
    return { ...judgement, fitness, knownCorrelation: correlation };
  });
}
