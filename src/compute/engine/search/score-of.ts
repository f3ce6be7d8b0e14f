import type { EvaluationDefinition } from '../../../core/experiment/experiment.ts';
import type { LabelCounts } from './judge-factor.ts';

/**
 * What a tier of the cascade goes by: |mean| of the daily ICs, null below the definition's share of the labelled dates,
 * as a fitness would be.
 */
export function scoreOf(
  daily: Float64Array,
  counts: LabelCounts,
  { minimumDateShare }: Pick<EvaluationDefinition, 'minimumDateShare'>,
): number | null {
  let sum = 0;
  let days = 0;
  for (const ic of daily) {
    if (Number.isNaN(ic)) continue;
    sum += ic;
    days++;
  }
  if (days === 0 || days < minimumDateShare * counts.labelledDays.length) return null;
  return Math.abs(sum / days);
}
