import type { Individual } from '../../src/core/evolution/individual.ts';
import type { GenerationRecord } from '../../src/mining/generation-record.ts';
import { programOf } from './toy-individual.ts';

const PRICES = ['HIGH', 'LOW', 'OPEN', 'CLOSE'];
const WINDOWS = [2, 5, 10, 20];
const OPERATORS = ['ts_mean', 'ts_max', 'ts_min', 'ts_delay'];

/** Different programs with judgements that have no short decimal form, all born in generation 0. */
export function judgedIndividuals(count: number): Individual[] {
  return Array.from({ length: count }, (_, slot) => {
    const pick = <T>(list: readonly T[], digit: number): T =>
      list[Math.floor(slot / list.length ** digit) % list.length]!;
    const inner = `${pick(OPERATORS, 0)}(${pick(PRICES, 1)},${pick(WINDOWS, 2)})`;
    const rankIc = (slot - count / 2) / (7 * count);
    const coverage = 1 - slot / (3 * count);
    return {
      program: programOf(`${inner}/${pick(OPERATORS, 3)}(${pick(PRICES, 4)},5)`),
      birthGeneration: 0,
      slot,
      origin: { kind: 'random' },
      judgement: {
        ic: rankIc / 3,
        rankIc,
        icStd: 1 / 3,
        rankIcStd: 1 / 7,
        days: 240,
        pairs: 100_000 + slot,
        coverage,
        dateShare: 1,
        tiedShare: 1e-17,
        fitness: Math.abs(rankIc),
      },
    };
  });
}

const NO_COUNTS = { births: 0, attempts: 0, repaired: 0 };

/** A record in which the given individuals join and nobody leaves. */
export function toyGeneration(generation: number, joined: readonly Individual[]): GenerationRecord {
  const best = joined[0]!;
  return {
    statistics: {
      generation,
      meanFitness: 0.01,
      bestFitness: best.judgement.fitness,
      bestHash: best.program.hash,
      bestEverFitness: best.judgement.fitness,
      bestEverHash: best.program.hash,
      diversity: 1,
      meanSize: 3,
      withoutFitness: 0,
      rejected: 0,
      newPrograms: joined.length,
      equivalents: 0,
      computed: joined.length,
      cascade: null,
      mutations: { insert: NO_COUNTS, component: NO_COUNTS, node: NO_COUNTS, degenerate: NO_COUNTS },
      catastrophe: null,
      timings: { breedMs: 0, evaluateMs: 0, persistMs: 0 },
    },
    joined,
    left: [],
    bestEver: best,
    bestEverGeneration: generation,
    evaluations: joined.length,
    measured: {
      judgements: joined.map(({ program, judgement }) => ({ hash: program.hash, judgement })),
      scores: [],
    },
    populationHash: 'b'.repeat(64),
    minedMs: 10,
  };
}
