import type { EvaluationDefinition, FitnessKind } from '../experiment/experiment.ts';
import { correlationOf, isResidual } from '../experiment/styles.ts';
import type { Judgement } from './individual.ts';

/**
 * Fitness of a judgement: |mean IC| of the experiment's kind, or null below the definition's minimum share of
 * dates or of coverage, or of a residual IC's own dates; evolution would else breed factors that are defined on a handful of stocks.
 */
export function fitnessOf(
  measured: Pick<Judgement, 'ic' | 'rankIc' | 'coverage' | 'dateShare' | 'residual'>,
  definition: Pick<EvaluationDefinition, 'minimumDateShare' | 'minimumCoverage'>,
  kind: FitnessKind,
): number | null {
  const { minimumDateShare, minimumCoverage } = definition;
  if (measured.dateShare < minimumDateShare || measured.coverage < minimumCoverage) return null;
  if (isResidual(kind)) {
    const residual = measured.residual?.[correlationOf(kind)];
    const known = residual !== undefined && residual.mean !== null && residual.dateShare >= minimumDateShare;
    return known ? Math.abs(residual.mean) : null;
  }
  const mean = kind === 'rank' ? measured.rankIc : measured.ic;
  return mean === null ? null : Math.abs(mean);
}
