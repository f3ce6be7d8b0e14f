import type { StopConditions } from '../core/experiment/experiment.ts';
import type { RunPosition } from './ports.ts';

/** Why a run ends at this generation boundary, as users read it; null when it goes on. */
export function stopReason(stop: StopConditions, position: RunPosition, minedMs: number): string | null {
  const best = position.bestEver?.judgement.fitness ?? null;
  const still = position.generation - position.bestEverGeneration;
  if (reached(position.generation, stop.generations)) return `generation ${stop.generations} reached`;
  if (reached(position.evaluations, stop.evaluations)) return `${stop.evaluations} evaluations reached`;
  if (reached(minedMs / 1000, stop.seconds)) return `${stop.seconds} s of mining reached`;
  if (best !== null && reached(best, stop.targetFitness)) {
    return `fitness ${stop.targetFitness} reached`;
  }
  if (reached(still, stop.stagnation)) return `no better program for ${stop.stagnation} generations`;
  return null;
}

const reached = (value: number, limit: number | null): boolean => limit !== null && value >= limit;
