import type { EvolutionSettings } from '../experiment/experiment.ts';
import { openStream, type RandomStream, type StreamPurpose } from '../random/random-stream.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What decides, with the living, who is born: nothing else may. */
export interface BreedingRules {
  readonly settings: EvolutionSettings;
  readonly vocabulary: Vocabulary;
  readonly seed: string;
}

/** Where a newborn will stand: its stream depends on this and the seed alone. */
export interface Place {
  readonly generation: number;
  readonly slot: number;
}

export const streamAt = (rules: BreedingRules, place: Place, purpose: StreamPurpose): RandomStream =>
  openStream(rules.seed, { ...place, purpose });
