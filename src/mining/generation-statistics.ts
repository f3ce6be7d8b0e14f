import type { Individual } from '../core/evolution/individual.ts';
import { byFitness } from '../core/evolution/order.ts';
import type { GenerationStatistics } from './generation-record.ts';

/** What a generation did, beside the population that it left. */
export interface GenerationEvents
  extends Pick<
    GenerationStatistics,
    | 'generation'
    | 'newPrograms'
    | 'equivalents'
    | 'computed'
    | 'cascade'
    | 'mutations'
    | 'catastrophe'
    | 'timings'
  > {
  readonly bestEver: Individual | null;
}

/**
 * Statistics of the living at the end of a generation; sums run in age order, so they are bit-identical. Whom the
 * cascade rejected has no fitness, and is counted for itself.
 */
export function generationStatistics(
  population: readonly Individual[],
  events: GenerationEvents,
): GenerationStatistics {
  const { bestEver, ...recorded } = events;
  const fitnesses = population.map(({ judgement }) => judgement.fitness).filter((value) => value !== null);
  const rejected = population.filter(({ judgement }) => judgement.rejected !== undefined).length;
  const [fittest] = [...population].sort(byFitness);
  const best = fittest?.judgement.fitness == null ? null : fittest;
  const distinct = new Set(population.map(({ program }) => program.hash)).size;
  return {
    ...recorded,
    meanFitness: fitnesses.length === 0 ? null : meanOf(fitnesses),
    bestFitness: best?.judgement.fitness ?? null,
    bestHash: best?.program.hash ?? null,
    bestEverFitness: bestEver?.judgement.fitness ?? null,
    bestEverHash: bestEver?.program.hash ?? null,
    diversity: distinct / population.length,
    meanSize: meanOf(population.map(({ program }) => program.size)),
    withoutFitness: population.length - fitnesses.length - rejected,
    rejected,
  };
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
