import type { EvolutionSettings } from '../experiment/experiment.ts';
import { invariant } from '../outcome/refusal.ts';
import { drawSample, drawWeighted } from '../random/draw.ts';
import type { RandomStream } from '../random/random-stream.ts';
import type { Individual } from './individual.ts';
import { byFitness } from './order.ts';

/** Names the parent of one child. */
export type ParentChoice = (stream: RandomStream, childNumber: number) => Individual;

/**
 * How parents are chosen among the living (report section 3.2.2): `best` gives the top N one child each,
 * beginning again at the top where N exceeds the living; `roulette` draws in proportion to fitness;
 * `tournament` takes the fittest of k different ones drawn at random.
 * Cost O(living log living) once, then O(living) a roulette and O(k) a tournament.
 */
export function parentChoice(
  living: readonly Individual[],
  settings: Pick<EvolutionSettings, 'selection' | 'tournamentSize'>,
): ParentChoice {
  invariant(living.length > 0, 'parents are chosen among at least one');
  const ranked = [...living].sort(byFitness);
  const at = (rank: number): Individual => ranked[rank] as Individual;
  switch (settings.selection) {
    case 'best':
      return (_, childNumber) => at(childNumber % ranked.length);
    case 'roulette': {
      const weights = ranked.map(({ judgement }) => judgement.fitness ?? 0);
      return (stream) => at(drawWeighted(stream, weights));
    }
    case 'tournament':
      return (stream) =>
        at(Math.min(...drawSample(stream, ranked.length, Math.max(1, settings.tournamentSize))));
  }
}
