import type { RandomStream } from '../../random/random-stream.ts';
import type { Vocabulary } from '../vocabulary.ts';

/** What a mutation may use beside its parent. */
export interface MutationInput {
  readonly vocabulary: Vocabulary;
  readonly stream: RandomStream;
  /** Largest expression that is grown fresh in one step: the size of initial programs. */
  readonly freshSize: number;
}
