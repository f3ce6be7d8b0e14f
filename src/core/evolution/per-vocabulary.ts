import type { Vocabulary } from './vocabulary.ts';

/**
 * Remembers what a pure function of a vocabulary gave, by key, as long as the vocabulary lives: breeding asks the same
 * few questions thousands of times a generation. The key names everything else that the answer depends on.
 */
export function perVocabulary<Answer>(): (
  vocabulary: Vocabulary,
  key: string,
  answer: () => Answer,
) => Answer {
  const tables = new WeakMap<Vocabulary, Map<string, Answer>>();
  return (vocabulary, key, answer) => {
    let table = tables.get(vocabulary);
    if (table === undefined) {
      table = new Map();
      tables.set(vocabulary, table);
    }
    let known = table.get(key);
    if (known === undefined) {
      known = answer();
      table.set(key, known);
    }
    return known;
  };
}
