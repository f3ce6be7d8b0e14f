import { type BirthTally, breedAll, emptyTally } from './breed.ts';
import { type BreedingRules, streamAt } from './breeding-rules.ts';
import { drawProgram } from './draw-program.ts';
import type { Individual, Newborn } from './individual.ts';
import { byAge } from './order.ts';

export interface AgeingStep {
  /** Those that die of age. */
  readonly left: readonly Individual[];
  readonly survivors: readonly Individual[];
  /** The next generation's youngest, still to be judged. */
  readonly children: readonly Newborn[];
  readonly tally: BirthTally;
}

/**
 * One generation of regularised (ageing) evolution: the N oldest die, N parents are selected from the rest,
 * each is copied and each copy mutated; the N children join as the youngest. No crossover. The fittest ages
 * and dies like any other. Source: report section 3.2.1; Real et al., AutoML-Zero (2020).
 */
export function ageingStep(
  population: readonly Individual[],
  rules: BreedingRules,
  generation: number,
): AgeingStep {
  const count = rules.settings.childrenPerGeneration;
  const oldestFirst = [...population].sort(byAge);
  const left = oldestFirst.slice(0, count);
  const survivors = oldestFirst.slice(count);
  const slots = Array.from({ length: count }, (_, slot) => slot);
  if (rules.settings.search === 'random') {
    const children = drawAll(survivors, rules, { generation, slots });
    return { left, survivors, children, tally: emptyTally() };
  }
  return { left, survivors, ...breedAll(survivors, rules, { generation, slots }) };
}

/** The control of equal budget: each child is a fresh random program, none is bred. */
function drawAll(
  survivors: readonly Individual[],
  rules: BreedingRules,
  births: { generation: number; slots: readonly number[] },
): readonly Newborn[] {
  const avoid = new Set(survivors.map(({ program }) => program.hash));
  return births.slots.map((slot) => {
    const stream = streamAt(rules, { generation: births.generation, slot }, 'breed');
    const program = drawProgram(rules.vocabulary, rules.settings.initialSize, { stream, avoid });
    avoid.add(program.hash);
    return { program, birthGeneration: births.generation, slot, origin: { kind: 'random' } };
  });
}
