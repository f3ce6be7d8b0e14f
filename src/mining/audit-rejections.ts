import type { BreedingRules } from '../core/evolution/breeding-rules.ts';
import { auditSample, reaches, topFitness } from '../core/evolution/cascade.ts';
import type { Individual } from '../core/evolution/individual.ts';
import type { CascadeSettings } from '../core/experiment/experiment.ts';
import type { RejectionAudit } from './generation-record.ts';
import type { ProgramMemory } from './program-memory.ts';

/**
 * Judges some of a generation's rejected in full once everything is decided, to see how many good ones the cascade
 * lost. What is found goes into the statistics and the memo, never into the population.
 * @param rejected whom the cascade stopped in this generation
 * @param population the living at the generation's end
 */
export async function auditRejections(
  rules: BreedingRules,
  {
    generation,
    rejected,
    population,
  }: {
    readonly generation: number;
    readonly rejected: readonly Individual[];
    readonly population: readonly Individual[];
  },
  { auditSize, auditTopShare }: CascadeSettings,
  memory: ProgramMemory,
): Promise<RejectionAudit | null> {
  if (auditSize === 0) return null;
  const sample = auditSample(rules, generation, rejected, auditSize);
  const judgements = await memory.judge(sample.map(({ program }) => program));
  const bar = topFitness(population, auditTopShare);
  const lost = judgements.filter(({ fitness }) => bar !== null && reaches(fitness, bar));
  return { sampled: sample.length, bar, falseRejects: lost.length };
}
