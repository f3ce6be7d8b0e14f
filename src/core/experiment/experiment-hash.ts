import { createHash } from 'node:crypto';
import type { EvaluationDefinition, Experiment } from './experiment.ts';

/** JSON with keys in the order of their code units and without blanks: equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Names a frozen experiment: SHA-256 (hex) of its canonical JSON. Ids, names and times are no part of an experiment. */
export const experimentHash = (experiment: Experiment): string => sha256(canonicalJson(experiment));

/** Names an evaluation's definition: two statistics may be compared only where this hash is equal. */
export const definitionHash = (definition: EvaluationDefinition): string => sha256(canonicalJson(definition));
