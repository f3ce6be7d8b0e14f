import { createHash } from 'node:crypto';
import type { Individual } from './individual.ts';
import { byAge } from './order.ts';

/**
 * SHA-256 (hex) over the living in age order: program, birth generation, slot and the bits of the fitness.
 * Equal for equal seeds on every machine: no id and no time is in it, a missing fitness has one form and
 * nought one sign.
 */
export function populationHash(population: readonly Individual[]): string {
  const hash = createHash('sha256');
  for (const { program, birthGeneration, slot, judgement } of [...population].sort(byAge)) {
    hash.update(`${program.hash} ${birthGeneration} ${slot} ${bitsOf(judgement.fitness)}\n`);
  }
  return hash.digest('hex');
}

function bitsOf(fitness: number | null): string {
  if (fitness === null || Number.isNaN(fitness)) return 'missing';
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(fitness === 0 ? 0 : fitness);
  return bytes.toString('hex');
}
