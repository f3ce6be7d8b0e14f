import { EXPERIMENT_DEFAULTS } from '../../../../src/core/experiment/defaults.ts';
import type { LanguageSettings } from '../../../../src/core/experiment/experiment.ts';
import { STANDARD_FIELDS } from '../../../../src/core/program/fields.ts';
import { type Catalog, createLanguage, openLanguage } from '../../../../src/core/program/language.ts';
import { parseProgram } from '../../../../src/core/program/parse.ts';
import type { Language, Program, Session } from '../../../../src/core/program/program.ts';

const from = (start: number, end: number): number[] =>
  Array.from({ length: end - start }, (_, k) => start + 1 + k);

/** 241 minute bars of a Chinese session: the opening bar at 9:30, 9:31 to 11:30 and 13:01 to 15:00. */
export const SESSION: Session = { opens: 570, barStamps: [570, ...from(570, 690), ...from(780, 900)] };

export const CATALOG: Catalog = { fields: STANDARD_FIELDS, session: SESSION };
export const OPEN = openLanguage(CATALOG);

export const languageWith = (settings: Partial<LanguageSettings> = {}): Language =>
  createLanguage(CATALOG, { ...EXPERIMENT_DEFAULTS.language, ...settings });

/** The program of a formula that must be legal. */
export function programOf(formula: string, language: Language = OPEN): Program {
  const result = parseProgram(formula, language);
  if (!result.ok) throw result.error;
  return result.value;
}
