import { createHash } from 'node:crypto';
import type { Individual } from '../../core/evolution/individual.ts';
import { populationHash } from '../../core/evolution/population-hash.ts';

/** What a digest depends on of an individual: nothing that changes after its birth, no id and no time. */
export interface Newborn {
  readonly hash: string;
  readonly birthGeneration: number;
  readonly slot: number;
  readonly judgement: Individual['judgement'];
}

/** What those born in a generation were. */
export interface GenerationDigest {
  readonly generation: number;
  readonly born: number;
  /** SHA-256, as of a population that consists of the newborn alone. */
  readonly digest: string;
  /** SHA-256 over the chain before, the generation, its population hash and its digest. */
  readonly chain: string;
}

/** @param newborns of one generation, all of them */
export const digestOf = (newborns: readonly Newborn[]): string =>
  populationHash(newborns.map(({ hash, ...rest }) => ({ ...rest, program: { hash } }) as Individual));

/** @param before chain of the generation before, null for generation 0 */
export const chainOf = (
  before: string | null,
  { generation, digest }: Pick<GenerationDigest, 'generation' | 'digest'>,
  populationHashes: string,
): string =>
  createHash('sha256')
    .update(`${before ?? ''} ${generation} ${populationHashes} ${digest}`)
    .digest('hex');
