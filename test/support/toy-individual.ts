import type { Individual, Judgement, Newborn } from '../../src/core/evolution/individual.ts';
import { createLanguage } from '../../src/core/program/language.ts';
import { parseProgram } from '../../src/core/program/parse.ts';
import type { Language, Program } from '../../src/core/program/program.ts';
import { TOY_CATALOG, TOY_EXPERIMENT } from './toy-market.ts';

export const TOY_LANGUAGE: Language = createLanguage(TOY_CATALOG, TOY_EXPERIMENT.language);

export function programOf(formula: string, language = TOY_LANGUAGE): Program {
  const parsed = parseProgram(formula, language);
  if (!parsed.ok) throw parsed.error;
  return parsed.value;
}

export function judgementOf(fitness: number | null): Judgement {
  return {
    ic: fitness,
    rankIc: fitness,
    icStd: 0.1,
    rankIcStd: 0.1,
    days: 100,
    pairs: 1000,
    coverage: 1,
    dateShare: 1,
    tiedShare: 0,
    fitness,
  };
}

/** A program with a fitness, born where the test wants it. */
export function individualOf(
  formula: string,
  fitness: number | null,
  birth: Partial<Pick<Newborn, 'birthGeneration' | 'slot'>> = {},
): Individual {
  return {
    program: programOf(formula),
    birthGeneration: 0,
    slot: 0,
    ...birth,
    origin: { kind: 'random' },
    judgement: judgementOf(fitness),
  };
}
