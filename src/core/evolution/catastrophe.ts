import type { CatastropheSettings } from '../experiment/experiment.ts';
import { drawOne, drawSample } from '../random/draw.ts';
import type { RandomStream } from '../random/random-stream.ts';
import { type BirthTally, breedAll, emptyTally } from './breed.ts';
import { type BreedingRules, streamAt } from './breeding-rules.ts';
import { drawProgram } from './draw-program.ts';
import type { Individual, Newborn } from './individual.ts';
import { byFitness } from './order.ts';

export interface Death {
  readonly victim: Individual;
  readonly survivor: Individual;
  /** Signed; 1 for equal programs. */
  readonly similarity: number;
}

/** Never in generation 0, and never in a random search, which breeds nothing. */
export function isCatastropheDue(rules: BreedingRules, generation: number): boolean {
  const { search, catastrophe } = rules.settings;
  const every = catastrophe.everyGenerations;
  return search === 'evolution' && every > 0 && generation > 0 && generation % every === 0;
}

/** The q fittest, fittest first; those without fitness are never among them. */
export function electElites(
  population: readonly Individual[],
  settings: CatastropheSettings,
): readonly Individual[] {
  const fit = population.filter(({ judgement }) => judgement.fitness !== null).sort(byFitness);
  return fit.slice(0, Math.round(settings.eliteShare * population.length));
}

/** Which labelled days similarity is measured on: the same for all pairs of one catastrophe, ascending. */
export function sampleDays(
  rules: BreedingRules,
  generation: number,
  labelledDays: readonly number[],
): readonly number[] {
  const stream = streamAt(rules, { generation, slot: 0 }, 'catastrophe');
  const sample = drawSample(stream, labelledDays.length, rules.settings.catastrophe.sampledDates);
  return sample.map((index) => labelledDays[index] as number).sort((a, b) => a - b);
}

/**
 * Who dies for whom: in order of fitness each elite lives unless its |similarity| with a fitter one that
 * lives reaches the threshold; then it dies for the fittest such. A missing similarity kills nobody.
 * @param similarity signed similarity of two elites, by their positions
 */
export function cull(
  elites: readonly Individual[],
  similarity: (a: number, b: number) => number,
  threshold: number,
): readonly Death[] {
  const alive: number[] = [];
  const deaths: Death[] = [];
  for (const [position, elite] of elites.entries()) {
    const killer = alive.find((fitter) => Math.abs(similarity(fitter, position)) >= threshold);
    const survivor = killer === undefined ? undefined : elites[killer];
    if (killer === undefined || survivor === undefined) alive.push(position);
    else deaths.push({ victim: elite, survivor, similarity: similarity(killer, position) });
  }
  return deaths;
}

export interface Refill {
  readonly newborns: readonly Newborn[];
  readonly initial: number;
  readonly children: number;
  readonly tally: BirthTally;
}

/**
 * Tops the population up in both ways of the report (section 3.2.4): simple initial programs - fresh random
 * ones, or the run's own first generation - and mutated children of the living.
 * @param slots slots of this generation that are still free, as many as there are vacancies
 */
export function refill(
  living: readonly Individual[],
  rules: BreedingRules,
  vacancies: {
    readonly generation: number;
    readonly slots: readonly number[];
    readonly firstGeneration: readonly Individual[];
  },
): Refill {
  const { generation, slots, firstGeneration } = vacancies;
  const initial = Math.round(rules.settings.catastrophe.initialShare * slots.length);
  const avoid = new Set(living.map(({ program }) => program.hash));
  const starters = slots.slice(0, initial).map((slot): Newborn => {
    const newborn = drawStarter(rules, { generation, slot }, { avoid, firstGeneration });
    avoid.add(newborn.program.hash);
    return newborn;
  });
  const rest = slots.slice(initial);
  const bred = rest.length > 0 ? breedAll(living, rules, { generation, slots: rest }) : null;
  return {
    newborns: [...starters, ...(bred?.children ?? [])],
    initial: starters.length,
    children: rest.length,
    tally: bred?.tally ?? emptyTally(),
  };
}

function drawStarter(
  rules: BreedingRules,
  place: { generation: number; slot: number },
  source: { avoid: ReadonlySet<string>; firstGeneration: readonly Individual[] },
): Newborn {
  const stream = streamAt(rules, place, 'refill');
  const standing = { birthGeneration: place.generation, slot: place.slot };
  const copied = copyOfFirst(rules, stream, source);
  if (copied !== null) {
    const origin = { kind: 'initialCopy', fromSlot: copied.slot } as const;
    return { program: copied.program, ...standing, origin };
  }
  const { vocabulary, settings } = rules;
  const program = drawProgram(vocabulary, settings.initialSize, { stream, avoid: source.avoid });
  return { program, ...standing, origin: { kind: 'random' } };
}

/** A member of the first generation whose program is not alive; null if there is none or fresh ones are asked. */
function copyOfFirst(
  rules: BreedingRules,
  stream: RandomStream,
  source: { avoid: ReadonlySet<string>; firstGeneration: readonly Individual[] },
): Individual | null {
  if (rules.settings.catastrophe.initialSource === 'fresh') return null;
  const absent = source.firstGeneration.filter(({ program }) => !source.avoid.has(program.hash));
  return absent.length === 0 ? null : drawOne(stream, absent);
}
