import type { Program } from '../program/program.ts';
import type { Individual, Newborn, Origin } from './individual.ts';
import { byAge } from './order.ts';

/**
 * Of programs that behave alike the shortest is kept: a newborn whose fingerprint is that of a living program, or of
 * an earlier newborn, which is no longer than it joins as that program. A newborn that is shorter than all of
 * its like stays what it is. What was given by the user, or copied from the first generation, joins as it is.
 * @param living whom the run's position holds
 * @param fingerprintOf names a program's behaviour
 * @returns the newborns in their order; `recognised` counts those that joined as another program
 */
export function recogniseEquivalents(
  newborns: readonly Newborn[],
  living: readonly Individual[],
  fingerprintOf: (program: Program) => string,
): { readonly newborns: readonly Newborn[]; readonly recognised: number } {
  const shortest = new Map<string, Program>();
  const oldestFirst = [...living].sort(byAge);
  for (const { program } of oldestFirst) keepShorter(shortest, fingerprintOf(program), program);
  let recognised = 0;
  const joining = newborns.map((newborn): Newborn => {
    const { program, origin } = newborn;
    const fingerprint = fingerprintOf(program);
    const known = shortest.get(fingerprint);
    const isNoLonger = known !== undefined && known.size <= program.size && known.hash !== program.hash;
    if (isNoLonger && isFreshlyMade(origin)) {
      recognised += 1;
      return { ...newborn, program: known, origin: equivalent(program, origin) };
    }
    keepShorter(shortest, fingerprint, program);
    return newborn;
  });
  return { newborns: joining, recognised };
}

/** The first of equally short ones stays. */
function keepShorter(shortest: Map<string, Program>, fingerprint: string, program: Program): void {
  const known = shortest.get(fingerprint);
  if (known === undefined || program.size < known.size) shortest.set(fingerprint, program);
}

const isFreshlyMade = ({ kind }: Origin): boolean => kind === 'random' || kind === 'mutation';

const equivalent = (bred: Program, origin: Origin): Origin => ({
  kind: 'equivalent',
  bred: bred.text,
  parentHash: origin.kind === 'mutation' ? origin.parentHash : null,
});
