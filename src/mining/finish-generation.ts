import type { BirthTally } from '../core/evolution/breed.ts';
import type { Individual } from '../core/evolution/individual.ts';
import { byAge, byFitness } from '../core/evolution/order.ts';
import { populationHash } from '../core/evolution/population-hash.ts';
import { auditRejections } from './audit-rejections.ts';
import type { GenerationContext } from './generation-context.ts';
import type {
  CascadeStatistics,
  CatastropheEvent,
  GenerationRecord,
  GenerationStatistics,
  Measurements,
} from './generation-record.ts';
import { generationStatistics } from './generation-statistics.ts';
import type { RunPosition } from './ports.ts';
import type { SiftedPrograms } from './sift-programs.ts';

/** A generation that is done but not yet committed. */
export interface FinishedGeneration {
  readonly position: RunPosition;
  readonly record: Omit<GenerationRecord, 'minedMs'>;
}

/** What a generation changed. */
export interface Change {
  readonly before: RunPosition | null;
  readonly population: readonly Individual[];
  readonly joined: readonly Individual[];
  readonly left: GenerationRecord['left'];
  readonly newPrograms: number;
  readonly equivalents: number;
  readonly sifted: SiftedPrograms | null;
  readonly mutations: BirthTally;
  readonly catastrophe: CatastropheEvent | null;
}

/** Position and record of a generation whose population is decided. */
export async function finishGeneration(
  context: GenerationContext,
  change: Change,
): Promise<FinishedGeneration> {
  const { rules, memory, stopwatch } = context;
  const { before, joined, left, newPrograms, equivalents, mutations, catastrophe } = change;
  const generation = before === null ? 0 : before.generation + 1;
  const population = [...change.population].sort(byAge);
  const best = bestAfter(before, joined, generation);
  const evaluations = (before?.evaluations ?? 0) + newPrograms;
  const decisive = memory.take();
  const cascade = await stopwatch.evaluating(() => cascadeStatistics(context, generation, change));
  const statistics: GenerationStatistics = generationStatistics(population, {
    generation,
    bestEver: best.bestEver,
    newPrograms,
    equivalents,
    computed: programsIn(decisive),
    cascade,
    mutations,
    catastrophe,
    timings: stopwatch.take(),
  });
  const keepsFirst = rules.settings.catastrophe.initialSource === 'firstGeneration';
  const firstGeneration = before?.firstGeneration ?? (keepsFirst ? joined : []);
  const thresholds = cascade?.nextThresholds ?? [];
  const measured = together(decisive, memory.take());
  return {
    position: { generation, population, firstGeneration, ...best, evaluations, thresholds },
    record: {
      statistics,
      joined,
      left,
      ...best,
      evaluations,
      measured,
      populationHash: populationHash(population),
    },
  };
}

/** The audit comes here, after every decision. */
async function cascadeStatistics(
  { rules, cascade, memory }: GenerationContext,
  generation: number,
  { before, joined, population, sifted }: Change,
): Promise<CascadeStatistics | null> {
  if (cascade === null || sifted === null) return null;
  if (before === null) return { ...sifted.statistics, audit: null };
  const stopped = joined.filter(({ program }) => sifted.rejected.has(program.hash));
  const rejected = [...new Map(stopped.map((individual) => [individual.program.hash, individual])).values()];
  const audit = await auditRejections(rules, { generation, rejected, population }, cascade, memory);
  return { ...sifted.statistics, audit };
}

const programsIn = ({ judgements, scores }: Measurements): number =>
  new Set([...judgements, ...scores].map(({ hash }) => hash)).size;

const together = (first: Measurements, second: Measurements): Measurements => ({
  judgements: [...first.judgements, ...second.judgements],
  scores: [...first.scores, ...second.scores],
});

/** The first to reach a fitness keeps the title: only a strictly fitter one takes it. */
function bestAfter(
  before: RunPosition | null,
  joined: readonly Individual[],
  generation: number,
): { bestEver: Individual | null; bestEverGeneration: number } {
  const [challenger] = [...joined].sort(byFitness);
  const fitness = challenger?.judgement.fitness ?? null;
  const holder = before?.bestEver ?? null;
  const toBeat = holder?.judgement.fitness ?? null;
  if (challenger !== undefined && fitness !== null && (toBeat === null || fitness > toBeat)) {
    return { bestEver: challenger, bestEverGeneration: generation };
  }
  return { bestEver: holder, bestEverGeneration: before?.bestEverGeneration ?? 0 };
}
