import type { StopConditions } from '../../core/experiment/experiment.ts';
import { Refusal } from '../../core/outcome/refusal.ts';

type PartialStop = { readonly [K in keyof StopConditions]?: StopConditions[K] | undefined };

/**
 * Stop conditions with some replaced: left out = as before, null = no such limit.
 * @throws Refusal INVALID_INPUT when no limit is left: a run must end
 */
export function mergeStop(now: StopConditions, change: PartialStop | undefined): StopConditions {
  if (!change) return now;
  const pick = <K extends keyof StopConditions>(name: K): StopConditions[K] | null => {
    const value = change[name];
    return value === undefined ? now[name] : value;
  };
  const merged: StopConditions = {
    generations: pick('generations'),
    evaluations: pick('evaluations'),
    seconds: pick('seconds'),
    targetFitness: pick('targetFitness'),
    stagnation: pick('stagnation'),
  };
  if (Object.values(merged).some((limit) => limit !== null)) return merged;
  throw new Refusal('INVALID_INPUT', 'stop: expected at least one limit, got none', {
    expected: 'generations, evaluations, seconds, targetFitness or stagnation',
    actual: 'no limit',
    where: 'stop',
    remedy: 'leave one limit in place',
  });
}
