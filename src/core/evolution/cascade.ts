import type { CascadeSettings } from '../experiment/experiment.ts';
import { drawSample } from '../random/draw.ts';
import { type BreedingRules, streamAt } from './breeding-rules.ts';
import type { Individual, Judgement, TierScore } from './individual.ts';

/** Whether a score takes a program past a tier. A program without a score has nothing to be judged by. */
export const reaches = (score: number | null, threshold: number): boolean =>
  score !== null && score >= threshold;

/**
 * The score that lets the wished share of these pass, one at least: null where there are none, 0 where fewer have
 * a score at all.
 */
export function thresholdFor(scores: readonly (number | null)[], passRate: number): number | null {
  if (scores.length === 0) return null;
  const ranked = scores.filter((score) => score !== null).sort((a, b) => b - a);
  const places = Math.max(1, Math.round(passRate * scores.length));
  return ranked[places - 1] ?? 0;
}

/** What is known of a program that was not judged in full: where it was stopped. */
export const rejection = (rejected: TierScore): Judgement => ({
  ic: null,
  rankIc: null,
  icStd: null,
  rankIcStd: null,
  days: 0,
  pairs: 0,
  coverage: 0,
  dateShare: 0,
  tiedShare: 0,
  fitness: null,
  rejected,
});

/**
 * Which of a generation's rejected are judged in full to see what was lost. Drawn from a stream of its own, so that
 * looking closer, or not at all, shifts no other draw.
 */
export function auditSample<T>(
  rules: BreedingRules,
  generation: number,
  rejected: readonly T[],
  size: number,
): readonly T[] {
  const stream = streamAt(rules, { generation, slot: 0 }, 'audit');
  const sample = drawSample(stream, rejected.length, size).sort((a, b) => a - b);
  return sample.map((index) => rejected[index] as T);
}

/** Fitness of the last of the top share of the living that have one; null if none has. */
export function topFitness(
  population: readonly Individual[],
  topShare: CascadeSettings['auditTopShare'],
): number | null {
  const fitnesses = population.map(({ judgement }) => judgement.fitness).filter((value) => value !== null);
  return fitnesses.length === 0 ? null : thresholdFor(fitnesses, topShare);
}
