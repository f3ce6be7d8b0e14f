/** Edit distance of two short names (insert, delete, replace). Cost O(a x b). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let k = 1; k <= b.length; k += 1) {
      const replaced = (previous[k - 1] as number) + (a[i - 1] === b[k - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[k] as number) + 1, (current[k - 1] as number) + 1));
    }
    previous = current;
  }
  return previous[b.length] as number;
}

/**
 * Up to three known names that someone may have meant: those that differ in case only, else those nearest in
 * edits within a third of the word's length, else those that contain the word. Equals by code units.
 */
export function suggestNames(word: string, known: Iterable<string>): readonly string[] {
  if (word.length > 40) return [];
  const names = [...known].sort();
  const lower = word.toLowerCase();
  const sameLetters = names.filter((name) => name.toLowerCase() === lower);
  if (sameLetters.length > 0) return sameLetters;
  const measured = names.map((name) => ({ name, distance: editDistance(lower, name.toLowerCase()) }));
  const nearest = Math.min(...measured.map(({ distance }) => distance));
  const near = measured.filter(({ distance }) => distance === nearest);
  const isNear = nearest <= Math.max(1, Math.floor(word.length / 3));
  const chosen = isNear ? near.map(({ name }) => name) : names.filter((name) => contains(name, lower));
  return chosen.slice(0, 3);
}

const contains = (name: string, lower: string): boolean =>
  lower.length >= 3 && name.toLowerCase().includes(lower);

/** `did you mean CLOSE or close?`, or undefined where nothing is near. */
export function didYouMean(word: string, known: Iterable<string>): string | undefined {
  const names = suggestNames(word, known);
  return names.length === 0 ? undefined : `did you mean ${names.join(' or ')}?`;
}
