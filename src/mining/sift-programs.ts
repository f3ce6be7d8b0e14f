import { reaches, thresholdFor } from '../core/evolution/cascade.ts';
import type { TierScore } from '../core/evolution/individual.ts';
import type { CascadeSettings } from '../core/experiment/experiment.ts';
import type { Program } from '../core/program/program.ts';
import type { CascadeStatistics, TierStatistics } from './generation-record.ts';
import type { ProgramMemory } from './program-memory.ts';

/** How the children of one generation are sifted. */
export interface Cascade {
  readonly settings: CascadeSettings;
  /** What the generation before says is to be reached, by tier; empty = everyone is judged in full (generation 0). */
  readonly thresholds: readonly number[];
}

export interface SiftedPrograms {
  /** By factor hash, in the order of the programs. */
  readonly rejected: ReadonlyMap<string, TierScore>;
  readonly statistics: Omit<CascadeStatistics, 'audit'>;
}

/**
 * Scores programs tier by tier. Who does not reach a tier's threshold is rejected there; who reaches all of them is
 * to be judged in full. The scores say, too, what the next generation is to reach: at each tier the score that
 * would have let the wished share of those who came so far go on. A tier that nobody came to keeps its threshold.
 * Without thresholds nobody is rejected, but only who reaches what the scores themselves give is scored further.
 */
export async function siftPrograms(
  programs: readonly Program[],
  { settings, thresholds }: Cascade,
  memory: ProgramMemory,
): Promise<SiftedPrograms> {
  const rejected = new Map<string, TierScore>();
  const tiers: TierStatistics[] = [];
  const nextThresholds: number[] = [];
  let candidates = programs;
  for (const [tier, { share, passRate }] of settings.tiers.entries()) {
    const scores = await memory.score(candidates, share);
    const threshold = thresholds[tier] ?? null;
    const next = thresholdFor(scores, passRate) ?? threshold ?? 0;
    const passed = candidates.filter((_, index) => reaches(scores[index] ?? null, threshold ?? next));
    tiers.push({ share, threshold, scored: candidates.length, passed: passed.length });
    nextThresholds.push(next);
    if (threshold !== null) {
      const on = new Set(passed);
      for (const [index, program] of candidates.entries()) {
        if (!on.has(program)) rejected.set(program.hash, { tier, score: scores[index] ?? null });
      }
    }
    candidates = passed;
  }
  return { rejected, statistics: { tiers, nextThresholds } };
}
