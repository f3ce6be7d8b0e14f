import { ageingStep } from '../core/evolution/ageing-step.ts';
import { addTallies, emptyTally } from '../core/evolution/breed.ts';
import { isCatastropheDue } from '../core/evolution/catastrophe.ts';
import type { Individual } from '../core/evolution/individual.ts';
import { initialise, type RefusedWarmStart } from '../core/evolution/initialise.ts';
import { strikeCatastrophe } from './catastrophe-step.ts';
import { type Change, type FinishedGeneration, finishGeneration } from './finish-generation.ts';
import type { GenerationContext } from './generation-context.ts';
import type { GenerationRecord } from './generation-record.ts';
import { judgeNewborns } from './judge-newborns.ts';
import type { ClaimedRun, RunPosition } from './ports.ts';

/** Generation 0: warm start and random programs, each judged in full. */
export async function firstGeneration(
  context: GenerationContext,
  { warmStart, improves = false }: Pick<ClaimedRun, 'warmStart' | 'improves'>,
): Promise<FinishedGeneration & { readonly refused: readonly RefusedWarmStart[] }> {
  const { rules, memory, stopwatch } = context;
  const { newborns, refused } = stopwatch.breeding(() => initialise(rules, warmStart, improves));
  const known = { living: [], firstGeneration: [] };
  const judged = await stopwatch.evaluating(() =>
    judgeNewborns(newborns, known, judgementRules(context, []), memory),
  );
  const finished = await finishGeneration(context, {
    before: null,
    population: judged.individuals,
    joined: judged.individuals,
    left: [],
    newPrograms: judged.newPrograms,
    equivalents: judged.equivalents,
    sifted: judged.sifted,
    mutations: emptyTally(),
    catastrophe: null,
  });
  return { ...finished, refused };
}

/** One ageing step, and the catastrophe where it is due. */
export async function nextGeneration(
  context: GenerationContext,
  before: RunPosition,
): Promise<FinishedGeneration> {
  const { rules, memory, stopwatch } = context;
  const generation = before.generation + 1;
  const step = stopwatch.breeding(() => ageingStep(before.population, rules, generation));
  const known = { living: before.population, firstGeneration: before.firstGeneration };
  const judged = await stopwatch.evaluating(() =>
    judgeNewborns(step.children, known, judgementRules(context, before.thresholds), memory),
  );
  const aged = step.left.map((individual) => leaving(individual, 'age'));
  const change: Change = {
    before,
    population: [...step.survivors, ...judged.individuals],
    joined: judged.individuals,
    left: aged,
    newPrograms: judged.newPrograms,
    equivalents: judged.equivalents,
    sifted: judged.sifted,
    mutations: step.tally,
    catastrophe: null,
  };
  if (!isCatastropheDue(rules, generation)) return finishGeneration(context, change);
  const struck = await strikeCatastrophe(context, change.population, before);
  return finishGeneration(context, {
    ...change,
    population: struck.population,
    joined: [...change.joined, ...struck.joined],
    left: [...aged, ...struck.victims.map((individual) => leaving(individual, 'catastrophe'))],
    newPrograms: change.newPrograms + struck.newPrograms,
    equivalents: change.equivalents + struck.equivalents,
    mutations: addTallies(change.mutations, struck.mutations),
    catastrophe: struck.event,
  });
}

const judgementRules = ({ rules, cascade, unlike }: GenerationContext, thresholds: readonly number[]) => ({
  fingerprints: rules.settings.fingerprints,
  unlike,
  cascade: cascade === null ? null : { settings: cascade, thresholds },
});

const leaving = (
  { birthGeneration, slot }: Individual,
  cause: 'age' | 'catastrophe',
): GenerationRecord['left'][number] => ({ birthGeneration, slot, cause });
