import type { Panel } from '../../compute/panel/panel.ts';
import { openLanguage } from '../../core/program/language.ts';
import { parseProgram } from '../../core/program/parse.ts';
import type { Program } from '../../core/program/program.ts';

/** Formulas as a panel's programs. @throws Refusal FORMULA_* of the first that is none */
export function readFormulas(formulas: readonly string[], panel: Panel): Program[] {
  const language = openLanguage(panel);
  return formulas.map((formula) => {
    const parsed = parseProgram(formula, language);
    if (!parsed.ok) throw parsed.error;
    return parsed.value;
  });
}

export function readFormula(formula: string, panel: Panel): Program {
  const [program] = readFormulas([formula], panel);
  return program!;
}
