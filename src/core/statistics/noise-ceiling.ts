import { normalUpperQuantile, normalUpperTail } from './normal-distribution.ts';

const STEPS = 4_000;
/** Beyond it nothing is left of a tail that one of 1e15 tries could reach. */
const FAR_OUT = 12;

/** What the best of so many skill-less tries would show, in the unit of `standardError`. */
export interface NoiseCeiling {
  readonly tries: number;
  /** Standard error of the mean IC of one skill-less try. */
  readonly standardError: number;
  /** Expected largest |mean IC|. */
  readonly expected: number;
  /** Exceeded by the best of so many tries in one of twenty searches. */
  readonly quantile95: number;
}

/**
 * Expected value of the largest |Z| of n independent standard normal Z: the integral of 1 - (1 - 2 Q(z))^n from 0 on.
 * Bred programs are relatives, so n distinct programs are fewer independent tries, and this errs on the side of caution.
 * @param tries >= 1, up to about 1e15
 * Cost some thousand evaluations of the normal tail. Source: integral of a maximum's survival function; Bailey and Lopez
 * de Prado (2014) approximate the same by two quantiles.
 */
export function expectedLargestDeviation(tries: number): number {
  const step = FAR_OUT / STEPS;
  let sum = 0;
  for (let at = 0; at <= STEPS; at++) {
    const weight = at === 0 || at === STEPS ? 1 : at % 2 === 1 ? 4 : 2;
    sum += weight * exceedance(at * step, tries);
  }
  return (sum * step) / 3;
}

/** P(some |Z| of n exceeds z). */
const exceedance = (z: number, tries: number): number =>
  -Math.expm1(tries * Math.log1p(-2 * normalUpperTail(z)));

/** The z that the largest |Z| of n exceeds with probability `share`. */
export function largestDeviationQuantile(tries: number, share: number): number {
  return normalUpperQuantile(-Math.expm1(Math.log1p(-share) / tries) / 2);
}

/** How much was searched: computed once for many factors. */
export interface SearchEffort {
  /** Distinct programs that were tried. */
  readonly tries: number;
  /** See `expectedLargestDeviation`. */
  readonly expectedLargest: number;
}

/** @param tries distinct programs that were tried; 0 counts as 1 */
export const searchEffort = (tries: number): SearchEffort => ({
  tries,
  expectedLargest: expectedLargestDeviation(Math.max(1, tries)),
});

/**
 * The noise ceiling (噪声上限) of a search.
 * @param icStd standard deviation of the daily ICs of a typical program
 * @param days  days that count, over the holding days where labels overlap
 */
export function noiseCeiling(effort: SearchEffort, icStd: number, days: number): NoiseCeiling {
  const { tries, expectedLargest } = effort;
  const standardError = icStd / Math.sqrt(days);
  return {
    tries,
    standardError,
    expected: standardError * expectedLargest,
    quantile95: standardError * largestDeviationQuantile(Math.max(1, tries), 0.05),
  };
}
