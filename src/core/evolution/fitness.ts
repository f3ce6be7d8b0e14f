import type { CorrelationKind, EvaluationDefinition } from '../experiment/experiment.ts';
import type { Judgement } from './individual.ts';

/**
 * Fitness of a judgement: |mean IC| of the experiment's kind, or null below the definition's minimum share of
 * dates or of coverage; evolution would else breed factors that are defined on a handful of stocks.
 */
export function fitnessOf(
  measured: Pick<Judgement, 'ic' | 'rankIc' | 'coverage' | 'dateShare'>,
  definition: Pick<EvaluationDefinition, 'minimumDateShare' | 'minimumCoverage'>,
  kind: CorrelationKind,
): number | null {
  const { minimumDateShare, minimumCoverage } = definition;
  if (measured.dateShare < minimumDateShare || measured.coverage < minimumCoverage) return null;
  const mean = kind === 'rank' ? measured.rankIc : measured.ic;
  return mean === null ? null : Math.abs(mean);
}
