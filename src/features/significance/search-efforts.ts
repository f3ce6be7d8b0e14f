import { type SearchEffort, searchEffort } from '../../core/statistics/noise-ceiling.ts';

const MOST_KEPT = 500;
const kept = new Map<number, SearchEffort>();

/** `searchEffort`, remembered: a list of factors asks for the same number of tries again and again. */
export function effortOf(tries: number): SearchEffort {
  const known = kept.get(tries);
  if (known) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const effort = searchEffort(tries);
  kept.set(tries, effort);
  return effort;
}
