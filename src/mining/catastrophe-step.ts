import type { BirthTally } from '../core/evolution/breed.ts';
import { cull, type Death, electElites, refill, sampleDays } from '../core/evolution/catastrophe.ts';
import type { Individual } from '../core/evolution/individual.ts';
import { invariant } from '../core/outcome/refusal.ts';
import type { Program } from '../core/program/program.ts';
import type { GenerationContext } from './generation-context.ts';
import type { CatastropheEvent } from './generation-record.ts';
import { judgeNewborns } from './judge-newborns.ts';
import type { RunPosition } from './ports.ts';

export interface StruckPopulation {
  readonly population: readonly Individual[];
  readonly joined: readonly Individual[];
  readonly victims: readonly Individual[];
  readonly newPrograms: number;
  readonly equivalents: number;
  readonly mutations: BirthTally;
  readonly event: CatastropheEvent;
}

/**
 * The catastrophe (report section 3.2.4): of elites that are too similar only the fittest lives, and the
 * population is topped up again. Newcomers take the slots after those of the generation's children, and are judged
 * in full: a cascade whose thresholds the children of the fittest have set would turn the fresh blood away.
 */
export async function strikeCatastrophe(
  context: GenerationContext,
  population: readonly Individual[],
  before: RunPosition,
): Promise<StruckPopulation> {
  const { rules, unlike, evaluator, memory, stopwatch } = context;
  const { catastrophe, childrenPerGeneration } = rules.settings;
  const { firstGeneration } = before;
  const generation = before.generation + 1;
  const days = sampleDays(rules, generation, evaluator.labelledDays);
  const elites = electElites(population, catastrophe);
  const similarity = await stopwatch.evaluating(() => similarities(context, elites, days));
  const deaths = cull(elites, similarity, catastrophe.threshold);
  const victims = deaths.map(({ victim }) => victim);
  const survivors = population.filter((individual) => !victims.includes(individual));
  const slots = victims.map((_, vacancy) => childrenPerGeneration + vacancy);
  const filled = stopwatch.breeding(() => refill(survivors, rules, { generation, slots, firstGeneration }));
  const known = { living: [...before.population, ...population], firstGeneration };
  const { fingerprints } = rules.settings;
  const judged = await stopwatch.evaluating(() =>
    judgeNewborns(filled.newborns, known, { fingerprints, cascade: null, unlike }, memory),
  );
  return {
    population: [...survivors, ...judged.individuals],
    joined: judged.individuals,
    victims,
    newPrograms: judged.newPrograms,
    equivalents: judged.equivalents,
    mutations: filled.tally,
    event: {
      elites: elites.length,
      sampledDays: days.length,
      deaths: deaths.map(describeDeath),
      refilledInitial: filled.initial,
      refilledChildren: filled.children,
    },
  };
}

/** Similarity of two elites by position. Equal programs are put to the evaluator once and are similar by 1. */
async function similarities(
  { evaluator, rules }: GenerationContext,
  elites: readonly Individual[],
  days: readonly number[],
): Promise<(a: number, b: number) => number> {
  if (elites.length < 2) return () => Number.NaN;
  const programs = [...new Map(elites.map(({ program }) => [program.hash, program])).values()];
  const row = new Map(programs.map(({ hash }: Program, index) => [hash, index]));
  const kind = rules.settings.catastrophe.similarity;
  const matrix = await evaluator.similarity(programs, days, kind);
  invariant(matrix.length === programs.length * programs.length, 'similarities of all pairs');
  return (a, b) => {
    const [first, second] = [elites[a], elites[b]].map((elite) => row.get(elite?.program.hash ?? ''));
    if (first === undefined || second === undefined) return Number.NaN;
    return first === second ? 1 : (matrix[first * programs.length + second] ?? Number.NaN);
  };
}

const describeDeath = ({ victim, survivor, similarity }: Death): CatastropheEvent['deaths'][number] => ({
  hash: victim.program.hash,
  slot: victim.slot,
  birthGeneration: victim.birthGeneration,
  survivorHash: survivor.program.hash,
  similarity,
});
