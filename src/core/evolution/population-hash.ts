import { createHash } from 'node:crypto';
import type { Individual, Judgement } from './individual.ts';
import { byAge } from './order.ts';

/**
 * SHA-256 (hex) over the living in age order: program, birth generation, slot and the bits of the fitness, or
 * tier and score of whom the cascade rejected. Equal for equal seeds on every machine: no id and no time is in
 * it, a missing fitness has one form and nought one sign.
 */
export function populationHash(population: readonly Individual[]): string {
  const hash = createHash('sha256');
  for (const { program, birthGeneration, slot, judgement } of [...population].sort(byAge)) {
    hash.update(`${program.hash} ${birthGeneration} ${slot} ${standingOf(judgement)}\n`);
  }
  return hash.digest('hex');
}

const standingOf = ({ fitness, rejected }: Judgement): string =>
  rejected === undefined ? bitsOf(fitness) : `rejected ${rejected.tier} ${bitsOf(rejected.score)}`;

function bitsOf(value: number | null): string {
  if (value === null || Number.isNaN(value)) return 'missing';
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value === 0 ? 0 : value);
  return bytes.toString('hex');
}
