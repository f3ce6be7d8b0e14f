import { EXPERIMENT_DEFAULTS } from '../../core/experiment/defaults.ts';
import type { CheckLimits } from '../../core/statistics/tear-sheet/tear-sheet-checks.ts';

/** Limits of the checks where none are given; that of the coverage is the definition's. */
export const CHECK_DEFAULTS: Omit<CheckLimits, 'minimumCoverage'> = {
  minimumIc: 0.02,
  maximumTurnover: 0.6,
  maximumCorrelation: 0.7,
  maximumSize: EXPERIMENT_DEFAULTS.language.maximumSize,
  maximumPValue: 0.05,
};
