import { rejection } from '../core/evolution/cascade.ts';
import { recogniseEquivalents } from '../core/evolution/equivalents.ts';
import type { Individual, Judgement, Newborn } from '../core/evolution/individual.ts';
import { invariant } from '../core/outcome/refusal.ts';
import type { Program } from '../core/program/program.ts';
import { keepUnlike, type Unlikeness } from './keep-unlike.ts';
import type { ProgramMemory } from './program-memory.ts';
import { type Cascade, type SiftedPrograms, siftPrograms } from './sift-programs.ts';

/** Whom the run's position holds, so that a resumed run knows them too. */
export interface KnownIndividuals {
  readonly living: readonly Individual[];
  /** Members of generation 0, where the run keeps them. */
  readonly firstGeneration: readonly Individual[];
}

export interface JudgementRules {
  readonly fingerprints: boolean;
  /** Null = everyone is judged in full. */
  readonly cascade: Cascade | null;
  readonly unlike: Unlikeness | null;
}

export interface JudgedNewborns {
  readonly individuals: readonly Individual[];
  /**
   * Distinct programs that are neither among the known nor equivalent to one: counted from what a resumed run has
   * too, so that the count is the same wherever the run goes on.
   */
  readonly newPrograms: number;
  readonly equivalents: number;
  /** What the cascade did; null without one. */
  readonly sifted: SiftedPrograms | null;
}

/**
 * Judges newborns, each distinct program once, and of programs that behave alike the shortest alone. A program
 * that the position knows keeps its standing, also where the cascade rejected it.
 */
export async function judgeNewborns(
  newborns: readonly Newborn[],
  { living, firstGeneration }: KnownIndividuals,
  rules: JudgementRules,
  memory: ProgramMemory,
): Promise<JudgedNewborns> {
  const known = [...firstGeneration, ...living];
  const joining = rules.fingerprints
    ? await recognise(newborns, living, memory)
    : { newborns, recognised: 0 };
  const judgements = new Map(known.map(({ program, judgement }) => [program.hash, judgement]));
  const fresh = new Map<string, Program>();
  for (const { program } of joining.newborns) {
    if (!judgements.has(program.hash)) fresh.set(program.hash, program);
  }
  const programs = [...fresh.values()];
  await memory.recall(programs);
  const sifted = rules.cascade === null ? null : await siftPrograms(programs, rules.cascade, memory);
  for (const [hash, score] of sifted?.rejected ?? []) judgements.set(hash, rejection(score));
  const passed = programs.filter(({ hash }) => !judgements.has(hash));
  const measured = await memory.judge(passed);
  const answers = rules.unlike === null ? measured : await keepUnlike(passed, measured, rules.unlike);
  for (const [index, { hash }] of passed.entries()) judgements.set(hash, answers[index] as Judgement);
  const individuals = joining.newborns.map((newborn) => {
    const judgement = judgements.get(newborn.program.hash);
    invariant(judgement !== undefined, `a judgement of ${newborn.program.text}`);
    return { ...newborn, judgement };
  });
  return { individuals, newPrograms: fresh.size, equivalents: joining.recognised, sifted };
}

async function recognise(
  newborns: readonly Newborn[],
  living: readonly Individual[],
  memory: ProgramMemory,
): Promise<ReturnType<typeof recogniseEquivalents>> {
  const programs = [...living, ...newborns].map(({ program }) => program);
  return recogniseEquivalents(newborns, living, await memory.fingerprints(programs));
}
