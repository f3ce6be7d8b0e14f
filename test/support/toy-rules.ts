import type { BreedingRules } from '../../src/core/evolution/breeding-rules.ts';
import { createVocabulary } from '../../src/core/evolution/vocabulary.ts';
import { TOY_LANGUAGE } from './toy-individual.ts';
import { TOY_EXPERIMENT } from './toy-market.ts';

export const TOY_RULES: BreedingRules = {
  settings: TOY_EXPERIMENT.evolution,
  vocabulary: createVocabulary(TOY_LANGUAGE, []),
  seed: 'toy',
};
