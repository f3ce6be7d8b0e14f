/**
 * Meets many wishes with one statement for those that are alike in what `likenessOf` names (page, filter): the nested
 * lists of a list then cost one statement a field, not one a row.
 * @param load results in the order of the wishes that it is given
 */
export async function loadAlike<W, R>(
  wishes: readonly W[],
  likenessOf: (wish: W) => unknown,
  load: (alike: readonly W[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const groups = new Map<string, number[]>();
  for (const [at, wish] of wishes.entries()) {
    const likeness = JSON.stringify(likenessOf(wish));
    groups.set(likeness, [...(groups.get(likeness) ?? []), at]);
  }
  const results = new Array<R>(wishes.length);
  for (const places of groups.values()) {
    const found = await load(places.map((at) => wishes[at]!));
    for (const [index, at] of places.entries()) results[at] = found[index]!;
  }
  return results;
}
