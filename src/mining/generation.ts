import { ageingStep } from '../core/evolution/ageing-step.ts';
import { addTallies, type BirthTally, emptyTally } from '../core/evolution/breed.ts';
import { isCatastropheDue } from '../core/evolution/catastrophe.ts';
import type { Individual } from '../core/evolution/individual.ts';
import { initialise, type RefusedWarmStart } from '../core/evolution/initialise.ts';
import { byAge, byFitness } from '../core/evolution/order.ts';
import { populationHash } from '../core/evolution/population-hash.ts';
import { strikeCatastrophe } from './catastrophe-step.ts';
import type { GenerationContext } from './generation-context.ts';
import { generationStatistics } from './generation-statistics.ts';
import { judgeNewborns } from './judge-newborns.ts';
import type {
  CatastropheEvent,
  GenerationRecord,
  GenerationStatistics,
  Measurements,
  RunPosition,
  WarmStartProgram,
} from './ports.ts';

/** A generation that is done but not yet committed. */
export interface FinishedGeneration {
  readonly position: RunPosition;
  readonly record: Omit<GenerationRecord, 'minedMs'>;
}

interface Change {
  readonly before: RunPosition | null;
  readonly population: readonly Individual[];
  readonly joined: readonly Individual[];
  readonly left: GenerationRecord['left'];
  readonly newPrograms: number;
  readonly computed: number;
  readonly measured: Measurements;
  readonly mutations: BirthTally;
  readonly catastrophe: CatastropheEvent | null;
}

/** Generation 0: warm start and random programs, judged. */
export async function firstGeneration(
  context: GenerationContext,
  warmStart: readonly WarmStartProgram[],
): Promise<FinishedGeneration & { readonly refused: readonly RefusedWarmStart[] }> {
  const { rules, sources, stopwatch } = context;
  const { newborns, refused } = stopwatch.breeding(() => initialise(rules, warmStart));
  const judged = await stopwatch.evaluating(() => judgeNewborns(newborns, [], sources));
  const { individuals, newPrograms, computed, measured } = judged;
  const change = { before: null, population: individuals, joined: individuals, left: [] };
  const counts = { newPrograms, computed, measured, mutations: emptyTally(), catastrophe: null };
  return { ...finish(context, { ...change, ...counts }), refused };
}

/** One ageing step, and the catastrophe where it is due. */
export async function nextGeneration(
  context: GenerationContext,
  before: RunPosition,
): Promise<FinishedGeneration> {
  const { rules, sources, stopwatch } = context;
  const generation = before.generation + 1;
  const step = stopwatch.breeding(() => ageingStep(before.population, rules, generation));
  const known = [...before.firstGeneration, ...before.population];
  const judged = await stopwatch.evaluating(() => judgeNewborns(step.children, known, sources));
  const aged = step.left.map((individual) => leaving(individual, 'age'));
  const change = {
    before,
    population: [...step.survivors, ...judged.individuals],
    joined: judged.individuals,
    left: aged,
    newPrograms: judged.newPrograms,
    computed: judged.computed,
    measured: judged.measured,
    mutations: step.tally,
    catastrophe: null,
  };
  if (!isCatastropheDue(rules, generation)) return finish(context, change);
  const struck = await strikeCatastrophe(context, change.population, before);
  return finish(context, {
    ...change,
    population: struck.population,
    joined: [...change.joined, ...struck.joined],
    left: [...aged, ...struck.victims.map((individual) => leaving(individual, 'catastrophe'))],
    newPrograms: change.newPrograms + struck.newPrograms,
    computed: change.computed + struck.computed,
    measured: {
      judgements: [...change.measured.judgements, ...struck.measured.judgements],
      scores: [...change.measured.scores, ...struck.measured.scores],
    },
    mutations: addTallies(change.mutations, struck.mutations),
    catastrophe: struck.event,
  });
}

const leaving = (
  { birthGeneration, slot }: Individual,
  cause: 'age' | 'catastrophe',
): GenerationRecord['left'][number] => ({ birthGeneration, slot, cause });

function finish({ rules, stopwatch }: GenerationContext, change: Change): FinishedGeneration {
  const { before, joined, left, newPrograms, computed, measured, mutations, catastrophe } = change;
  const generation = before === null ? 0 : before.generation + 1;
  const population = [...change.population].sort(byAge);
  const best = bestAfter(before, joined, generation);
  const evaluations = (before?.evaluations ?? 0) + newPrograms;
  const statistics: GenerationStatistics = generationStatistics(population, {
    generation,
    bestEver: best.bestEver,
    newPrograms,
    computed,
    equivalents: 0,
    cascade: null,
    mutations,
    catastrophe,
    timings: stopwatch.take(),
  });
  const keepsFirst = rules.settings.catastrophe.initialSource === 'firstGeneration';
  const firstGeneration = before?.firstGeneration ?? (keepsFirst ? joined : []);
  return {
    position: { generation, population, firstGeneration, ...best, evaluations, thresholds: [] },
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
