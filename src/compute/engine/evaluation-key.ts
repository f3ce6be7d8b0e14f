import { createHash } from 'node:crypto';
import type { Frame } from './task.ts';

/** Raised when the engine's figures change in any bit: what was remembered before is then computed again. */
export const ENGINE_VERSION = 1;

/**
 * What a judgement depends on beside its program: the key, with the factor's hash, of everything remembered of it.
 * @param sliceHash hash of the data up to the period's last day (`EvaluationPool.sliceHash`): later days leave it as it is
 * @returns SHA-256 (hex)
 */
export function evaluationKey(sliceHash: string, frame: Frame): string {
  const { definition, period, fitness } = frame;
  const { universe, label } = definition;
  // Spelt out, so that the order in which an object was built does not matter.
  const parts = [
    ENGINE_VERSION,
    sliceHash,
    [period.from, period.to],
    [universe.excludeSt, universe.excludeFirstDays, universe.minimumPrice, universe.minimumAmount],
    [label.lagDays, label.holdingDays, label.dropLimitLocked],
    [definition.winsorise, definition.minimumStocks, definition.minimumDateShare, definition.minimumCoverage],
    [definition.groups, fitness],
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
