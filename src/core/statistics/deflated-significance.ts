import type { SearchEffort } from './noise-ceiling.ts';
import { normalUpperTail } from './normal-distribution.ts';

/** How seriously to take a mean IC that was found among many. */
export interface DeflatedSignificance {
  /** |mean IC| / its standard error. */
  readonly zScore: number;
  /** Two-sided, as if the program had been the only one tried. */
  readonly pValue: number;
  /** Probability that the best of as many skill-less tries shows this much or more: Sidak. */
  readonly adjustedPValue: number;
  /** |mean IC| less what the best of so many skill-less tries is expected to show; positive = above the noise ceiling. */
  readonly excess: number;
  /**
   * Probability that the true |mean IC| is above nothing, given that the best of so many was picked: Phi of the excess
   * in standard errors.
   */
  readonly deflatedProbability: number;
}

/**
 * Significance that counts every program tried.
 * @param meanIc signed; only its size counts, for fitness searches both signs
 * @param standardError of the mean IC, > 0
 * @param effort how many distinct programs were tried on the same days
 * @returns null without a standard error
 * Source: Sidak (1967); Bailey and Lopez de Prado, "The Deflated Sharpe Ratio" (2014), with the mean IC in the place of the
 * Sharpe ratio: under no skill its standard error is that of the mean, so skewness and kurtosis of the ICs drop out.
 */
export function deflatedSignificance(
  meanIc: number,
  standardError: number,
  effort: SearchEffort,
): DeflatedSignificance | null {
  if (!(standardError > 0)) return null;
  const count = Math.max(1, effort.tries);
  const size = Math.abs(meanIc);
  const zScore = size / standardError;
  const pValue = 2 * normalUpperTail(zScore);
  return {
    zScore,
    pValue,
    adjustedPValue: pValue >= 1 ? 1 : -Math.expm1(count * Math.log1p(-pValue)),
    excess: size - effort.expectedLargest * standardError,
    deflatedProbability: normalUpperTail(effort.expectedLargest - zScore),
  };
}
