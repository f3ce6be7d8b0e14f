import type { MutationKind } from '../experiment/experiment.ts';
import { type BreedingRules, type Place, streamAt } from './breeding-rules.ts';
import { drawProgram } from './draw-program.ts';
import type { Individual, Newborn } from './individual.ts';
import { MUTATION_KINDS, mutate } from './mutation/mutate.ts';
import { parentChoice } from './selection.ts';

/** How births went, by kind of mutation. */
export type BirthTally = Readonly<
  Record<MutationKind, { readonly births: number; readonly attempts: number; readonly repaired: number }>
>;

const NO_BIRTHS = Object.freeze({ births: 0, attempts: 0, repaired: 0 });

export const emptyTally = (): BirthTally => ({
  insert: NO_BIRTHS,
  component: NO_BIRTHS,
  node: NO_BIRTHS,
  degenerate: NO_BIRTHS,
});

export function addTallies(a: BirthTally, b: BirthTally): BirthTally {
  const sum = (kind: MutationKind) => ({
    births: a[kind].births + b[kind].births,
    attempts: a[kind].attempts + b[kind].attempts,
    repaired: a[kind].repaired + b[kind].repaired,
  });
  return {
    insert: sum('insert'),
    component: sum('component'),
    node: sum('node'),
    degenerate: sum('degenerate'),
  };
}

/**
 * Mutated children of selected parents, one for each slot. Children that equal a living program or an earlier
 * sibling are avoided while attempts last. A parent whom no mutation can change is followed by a fresh random
 * program, so that the population keeps its size.
 */
export function breedAll(
  living: readonly Individual[],
  rules: BreedingRules,
  births: { readonly generation: number; readonly slots: readonly number[] },
): { readonly children: readonly Newborn[]; readonly tally: BirthTally } {
  const choose = parentChoice(living, rules.settings);
  const avoid = new Set(living.map(({ program }) => program.hash));
  const children: Newborn[] = [];
  let tally = emptyTally();
  for (const [childNumber, slot] of births.slots.entries()) {
    const place = { generation: births.generation, slot };
    const parent = choose(streamAt(rules, place, 'select'), childNumber);
    const birth = breedOne(parent, rules, { place, avoid });
    tally = addTallies(tally, birth.tally);
    avoid.add(birth.child.program.hash);
    children.push(birth.child);
  }
  return { children, tally };
}

function breedOne(
  parent: Individual,
  rules: BreedingRules,
  birth: { place: Place; avoid: ReadonlySet<string> },
): { child: Newborn; tally: BirthTally } {
  const { settings, vocabulary } = rules;
  const { place, avoid } = birth;
  const stream = streamAt(rules, place, 'breed');
  const freshSize = settings.initialSize.maximum;
  const weights = settings.mutationWeights;
  const { child, attempts } = mutate(parent.program, { vocabulary, stream, freshSize, weights, avoid });
  const total = MUTATION_KINDS.reduce((sum, kind) => sum + attempts[kind], 0);
  const count = (kind: MutationKind) => {
    const born = child?.mutation === kind;
    return { births: born ? 1 : 0, attempts: attempts[kind], repaired: born && total > 1 ? 1 : 0 };
  };
  const tally = {
    insert: count('insert'),
    component: count('component'),
    node: count('node'),
    degenerate: count('degenerate'),
  };
  const standing = { birthGeneration: place.generation, slot: place.slot };
  if (child === null) {
    const program = drawProgram(vocabulary, settings.initialSize, { stream, avoid });
    return { child: { program, ...standing, origin: { kind: 'random' } }, tally };
  }
  const { program, mutation, detail } = child;
  const lineage = { parentHash: parent.program.hash, parentSlot: parent.slot, detail, attempts: total };
  return { child: { program, ...standing, origin: { kind: 'mutation', mutation, ...lineage } }, tally };
}
