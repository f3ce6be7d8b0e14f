import type { EvaluationPool, PanelHandle } from '../compute/engine/evaluation-pool.ts';
import type { Frame } from '../compute/engine/task.ts';
import type { Panel } from '../compute/panel/panel.ts';
import { SketchShelf } from '../compute/sketch/sketch-shelf.ts';
import { SKETCH_SIZE } from '../compute/sketch/sketch-size.ts';
import type { Experiment } from '../core/experiment/experiment.ts';
import { openLanguage } from '../core/program/language.ts';
import { parseProgram } from '../core/program/parse.ts';
import type { Program } from '../core/program/program.ts';
import type { Likeness } from './ports.ts';

/** Programs whose likeness is remembered. */
const REMEMBERED = 50_000;

/**
 * Likeness to known factors by sketches of 4 KB on the train period (64 days x 64 stocks): the standard error of a
 * correlation is some 0.01 to 0.03. A sketch depends on its program and the panel alone, so a run decides the same
 * wherever it goes on. Cost: one sketch a new program, and a microsecond a known factor.
 * @throws Refusal FORMULA_* where a known factor does not fit the panel, PERIOD_INVALID where no day can be sketched
 */
export async function createLikeness(
  { pool, panel, handle }: { pool: EvaluationPool; panel: Panel; handle: PanelHandle },
  { evaluation: definition, periods }: Pick<Experiment, 'evaluation' | 'periods'>,
  formulas: readonly string[],
): Promise<Likeness> {
  const frame: Frame = { definition, period: periods.train, fitness: 'rank' };
  const language = openLanguage(panel);
  const known = formulas.map((formula) => {
    const parsed = parseProgram(formula, language);
    if (!parsed.ok) throw parsed.error;
    return parsed.value;
  });
  const shelf = new SketchShelf(SKETCH_SIZE, pool.threads);
  for (const sketch of await pool.sketches.sketch(handle, frame, known)) shelf.add(sketch);
  const remembered = new Map<string, number | null>();
  const measure = async (programs: readonly Program[]): Promise<void> => {
    const sketches = await pool.sketches.sketch(handle, frame, programs);
    const rows = await pool.sketches.compare(handle, frame, { sketches, shelf });
    for (const [at, { hash }] of programs.entries()) remembered.set(hash, largestOf(rows[at]!));
  };
  return {
    toKnown: async (programs) => {
      const fresh = new Map(programs.map((program) => [program.hash, program]));
      for (const hash of remembered.keys()) fresh.delete(hash);
      if (fresh.size > 0) await measure([...fresh.values()]);
      const answers = programs.map(({ hash }) => remembered.get(hash) ?? null);
      if (remembered.size > REMEMBERED) remembered.clear();
      return answers;
    },
  };
}

/** Largest |correlation| of a row of (correlation, standard error), signed; null where one of them is unknown. */
function largestOf(row: Float64Array): number | null {
  let largest = 0;
  for (let at = 0; at < row.length; at += 2) {
    const correlation = row[at]!;
    if (Number.isNaN(correlation)) return null;
    if (Math.abs(correlation) > Math.abs(largest)) largest = correlation;
  }
  return largest;
}
