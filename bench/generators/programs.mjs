// The programs that benches judge.
import { drawProgram } from '../../dist/core/evolution/draw-program.js';
import { createVocabulary } from '../../dist/core/evolution/vocabulary.js';
import { createLanguage, openLanguage } from '../../dist/core/program/language.js';
import { parseProgram } from '../../dist/core/program/parse.js';
import { openStream } from '../../dist/core/random/random-stream.js';

const SETTINGS = {
  operatorSet: 'report',
  excludeOperators: [],
  excludeFields: [],
  windows: [2, 5, 10, 20],
  maximumSize: 24,
  maximumDepth: 10,
  strictTable1: false,
  minuteFields: false,
  intervalTimes: [],
};

/** The program that every figure of this project is given for: momentum against volatility, and price with volume. */
export const FIXED = '(ts_mean(CLOSE,5)-ts_delay(CLOSE,5))/ts_std(CLOSE,20)+ts_corr(CLOSE,VOLUME,10)';

/** A formula as a program of the panel's own language. */
export function programOf(panel, formula) {
  const parsed = parseProgram(formula, openLanguage(panel));
  if (!parsed.ok) throw new Error(`${formula}: ${parsed.error.message}`);
  return parsed.value;
}

/** Distinct random programs; `operators` asks for exactly as many. Same panel fields and count, same programs. */
export function randomPrograms(panel, { count, size = { minimum: 14, maximum: 18 }, operators = 8 }) {
  const vocabulary = createVocabulary(createLanguage(panel, SETTINGS), []);
  const known = new Map();
  for (let slot = 0; known.size < count; slot++) {
    const stream = openStream('bench', { generation: 0, slot, purpose: 'initialise' });
    const program = drawProgram(vocabulary, size, { stream, avoid: new Set(known.keys()) });
    const found = program.nodes.filter((node) => node.kind === 'operation').length;
    if (operators === null || found === operators) known.set(program.hash, program);
  }
  return [...known.values()];
}
