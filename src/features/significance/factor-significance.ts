import type { CorrelationKind } from '../../core/experiment/experiment.ts';
import { deflatedSignificance } from '../../core/statistics/deflated-significance.ts';
import type { EvaluationRow } from '../factors/factor-queries.store.ts';
import { effortOf } from './search-efforts.ts';
import type { FactorSignificanceModel } from './significance.models.ts';

type Figures = Pick<
  EvaluationRow,
  'ic' | 'rankIc' | 'icStd' | 'rankIcStd' | 'icStandardError' | 'rankIcStandardError' | 'days' | 'horizonDays'
>;

/**
 * Deflated significance of a mean IC as it is stored. The standard error is that of Newey and West where the exact engine has
 * measured, else std / sqrt(days / holding days).
 * @param tries distinct programs tried on the same days
 * @returns null where there is no mean IC or no deviation
 */
export function factorSignificance(
  figures: Figures,
  fitness: CorrelationKind,
  tries: number,
): FactorSignificanceModel | null {
  const ranked = fitness === 'rank';
  const mean = ranked ? figures.rankIc : figures.ic;
  const std = ranked ? figures.rankIcStd : figures.icStd;
  const measured = ranked ? figures.rankIcStandardError : figures.icStandardError;
  if (mean === null || std === null) return null;
  const standardError = measured ?? std / Math.sqrt(figures.days / figures.horizonDays);
  const significance = deflatedSignificance(mean, standardError, effortOf(tries));
  return (
    significance && {
      tries,
      standardError,
      standardErrorBy: measured === null ? 'INDEPENDENT_DAYS' : 'NEWEY_WEST',
      ...significance,
    }
  );
}
