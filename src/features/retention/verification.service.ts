import { Injectable } from '@nestjs/common';
import { DigestsStore, type GenerationProof } from './digests.store.ts';
import { chainOf } from './generation-digests.ts';

/** What a check of a run against its digests found. */
export interface Verification {
  readonly generations: number;
  /** Individuals that were born, and those of them that are kept. */
  readonly born: number;
  readonly kept: number;
  /** Generations of which all newborns are kept, hashed again. */
  readonly recomputed: number;
  /** Generations compared with the other run. */
  readonly compared: number;
  readonly sound: boolean;
  /** The first 20. */
  readonly faults: readonly string[];
}

const FAULTS_SHOWN = 20;

/** Whether what is kept of a run is what it was, by its chain of digests; and whether another run made the same. */
@Injectable()
export class VerificationService {
  constructor(private readonly digests: DigestsStore) {}

  /** @param againstRunId the same run made again; null to check the run by itself */
  async verify(runId: string, againstRunId: string | null): Promise<Verification> {
    const others = againstRunId === null ? null : await digestsOf(this.digests, againstRunId);
    const sum = { generations: 0, born: 0, kept: 0, recomputed: 0, compared: 0 };
    const faults: string[] = [];
    let chain: string | null = null;
    for await (const proof of this.digests.proofs(runId)) {
      const { generation, stored, kept, keptDigest } = proof;
      sum.generations++;
      sum.kept += kept;
      sum.born += stored?.born ?? kept;
      if (stored !== null) {
        chain = chainOf(chain, stored, proof.populationHash);
        if (chain !== stored.chain) faults.push(`generation ${generation}: the chain is broken`);
        if (kept === stored.born) {
          sum.recomputed++;
          if (keptDigest !== stored.digest)
            faults.push(`generation ${generation}: its newborns were changed`);
        }
        if (kept > stored.born) faults.push(`generation ${generation}: more are kept than were born`);
        chain = stored.chain;
      }
      const other = others?.get(generation);
      if (other === undefined) continue;
      sum.compared++;
      if (other !== nameOf(proof)) faults.push(`generation ${generation}: the other run's is another`);
    }
    if (others !== null && sum.compared === 0) faults.push('the other run has no generation to compare with');
    return { ...sum, sound: faults.length === 0, faults: faults.slice(0, FAULTS_SHOWN) };
  }
}

/** All that two runs of the same bytes share of a generation. */
const nameOf = ({ populationHash, stored, keptDigest }: GenerationProof): string =>
  `${populationHash} ${stored?.digest ?? keptDigest}`;

async function digestsOf(digests: DigestsStore, runId: string): Promise<ReadonlyMap<number, string>> {
  const found = new Map<number, string>();
  for await (const proof of digests.proofs(runId)) found.set(proof.generation, nameOf(proof));
  return found;
}
