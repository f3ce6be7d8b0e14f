import type { FamilyBirth } from './improvement.store.ts';

/**
 * The shortest way of births from one factor to another; among equally short ones that of the earlier births.
 * @param births earliest first
 * @returns empty where both are the same; null where there is no way
 */
export function shortestChain(
  births: readonly FamilyBirth[],
  from: string,
  to: string,
): readonly FamilyBirth[] | null {
  const children = new Map<string, FamilyBirth[]>();
  for (const birth of births) {
    const known = children.get(birth.parentId);
    if (known) known.push(birth);
    else children.set(birth.parentId, [birth]);
  }
  const reachedBy = new Map<string, FamilyBirth | null>([[from, null]]);
  const waiting = [from];
  for (const parent of waiting) {
    if (reachedBy.has(to)) break;
    for (const birth of children.get(parent) ?? []) {
      if (reachedBy.has(birth.childId)) continue;
      reachedBy.set(birth.childId, birth);
      waiting.push(birth.childId);
    }
  }
  if (!reachedBy.has(to)) return null;
  const chain: FamilyBirth[] = [];
  for (let at = reachedBy.get(to) ?? null; at !== null; at = reachedBy.get(at.parentId) ?? null)
    chain.unshift(at);
  return chain;
}
