import { parseProgram } from '../program/parse.ts';
import type { Program } from '../program/program.ts';
import { type BreedingRules, streamAt } from './breeding-rules.ts';
import { drawProgram } from './draw-program.ts';
import type { Newborn } from './individual.ts';
import { MUTATION_KINDS, mutate } from './mutation/mutate.ts';

export interface WarmStartFormula {
  readonly formula: string;
  /** Where it came from: `formula`, `run:<id>`, `pool:<id>`, `library:<id>`. */
  readonly source: string;
}

export interface RefusedWarmStart extends WarmStartFormula {
  readonly reason: string;
}

export interface InitialPopulation {
  readonly newborns: readonly Newborn[];
  /** Formulas that found no place, each with the reason; the run goes on without them. */
  readonly refused: readonly RefusedWarmStart[];
}

/**
 * Generation 0: the given programs first, in their order, then random simple legal ones, none twice as far as
 * the language has enough. A formula that does not parse in the run's language, repeats an earlier one or
 * exceeds the population is refused with its reason. Source: report section 3.2.1.
 * @param improves the places that are left go to children of the given programs by one linked mutation each, in turn
 *   (figure 10); random ones follow where no new child is found
 */
export function initialise(
  rules: BreedingRules,
  warmStart: readonly WarmStartFormula[],
  improves = false,
): InitialPopulation {
  const { populationSize } = rules.settings;
  const { placed, refused } = placeWarmStart(rules, warmStart);
  const avoid = new Set(placed.map(({ program }) => program.hash));
  const newborns: Newborn[] = placed.map(({ program, source }, slot) => ({
    program,
    birthGeneration: 0,
    slot,
    origin: { kind: 'warmStart', source },
  }));
  const given = [...newborns];
  for (let slot = given.length; slot < populationSize; slot++) {
    const parent = improves ? given[slot % given.length] : undefined;
    const newborn = (parent && drawMutant(parent, rules, slot, avoid)) ?? drawRandom(rules, slot, avoid);
    avoid.add(newborn.program.hash);
    newborns.push(newborn);
  }
  return { newborns, refused };
}

function drawRandom(rules: BreedingRules, slot: number, avoid: ReadonlySet<string>): Newborn {
  const program = drawInitial(rules, { generation: 0, slot }, avoid);
  return { program, birthGeneration: 0, slot, origin: { kind: 'random' } };
}

/** A child that nobody has yet; null where no mutation gives one. */
function drawMutant(
  parent: Newborn,
  rules: BreedingRules,
  slot: number,
  avoid: ReadonlySet<string>,
): Newborn | null {
  const { settings, vocabulary } = rules;
  const { child, attempts } = mutate(parent.program, {
    vocabulary,
    stream: streamAt(rules, { generation: 0, slot }, 'breed'),
    freshSize: settings.initialSize.maximum,
    weights: settings.mutationWeights,
    avoid,
  });
  if (child === null || avoid.has(child.program.hash)) return null;
  const { program, mutation, detail } = child;
  const tries = MUTATION_KINDS.reduce((sum, kind) => sum + attempts[kind], 0);
  const parentage = { parentHash: parent.program.hash, parentSlot: parent.slot };
  return {
    program,
    birthGeneration: 0,
    slot,
    origin: { kind: 'mutation', mutation, ...parentage, detail, attempts: tries },
  };
}

function drawInitial(
  rules: BreedingRules,
  place: { generation: number; slot: number },
  avoid: ReadonlySet<string>,
): Program {
  const stream = streamAt(rules, place, 'initialise');
  return drawProgram(rules.vocabulary, rules.settings.initialSize, { stream, avoid });
}

function placeWarmStart(
  rules: BreedingRules,
  warmStart: readonly WarmStartFormula[],
): {
  placed: readonly { program: Program; source: string }[];
  refused: readonly RefusedWarmStart[];
} {
  const placed = new Map<string, { program: Program; source: string }>();
  const refused: RefusedWarmStart[] = [];
  for (const { formula, source } of warmStart) {
    const refuse = (reason: string): void => {
      refused.push({ formula, source, reason });
    };
    const parsed = parseProgram(formula, rules.vocabulary.language);
    if (!parsed.ok) refuse(parsed.error.message);
    else if (placed.has(parsed.value.hash)) refuse('the same program as an earlier one');
    else if (placed.size >= rules.settings.populationSize)
      refuse(`the population of ${rules.settings.populationSize} is full`);
    else placed.set(parsed.value.hash, { program: parsed.value, source });
  }
  return { placed: [...placed.values()], refused };
}
