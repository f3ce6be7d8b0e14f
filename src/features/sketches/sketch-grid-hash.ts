import { createHash } from 'node:crypto';
import { ENGINE_VERSION } from '../../compute/engine/engine-version.ts';
import { SKETCH_SIZE, SKETCH_VERSION } from '../../compute/sketch/sketch-size.ts';
import type { EvaluationDefinition, Period } from '../../core/experiment/experiment.ts';
import { definitionHash } from '../../core/experiment/experiment-hash.ts';

/** SHA-256 (hex) of everything that a sketch depends on beside its factor. @param sliceHash of the rows up to the period's last day */
export function sketchGridHash(
  sliceHash: string,
  { period, definition }: { readonly period: Period; readonly definition: EvaluationDefinition },
): string {
  const { days, stocks } = SKETCH_SIZE;
  const parts = [
    SKETCH_VERSION,
    ENGINE_VERSION,
    days,
    stocks,
    sliceHash,
    period.from,
    period.to,
    definitionHash(definition),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
