import type { Refusal } from '../../outcome/refusal.ts';
import type { Result } from '../../outcome/result.ts';
import type { Language } from '../../program/program.ts';
import { didYouMean } from '../../program/suggest.ts';
import {
  type Dialect,
  type ForeignProgram,
  type ForeignReading,
  readForeign,
  windowOf,
} from '../foreign-reading.ts';
import type { ForeignNode } from '../foreign-text.ts';
import type { Signed } from '../signed-draft.ts';
import { untranslatable } from '../untranslatable.ts';
import { knownTemplate } from './known-template.ts';
import { QLIB_FUNCTIONS } from './qlib-fields.ts';
import { qlibNotesOf } from './qlib-notes.ts';

type Call = Extract<ForeignNode, { kind: 'call' }>;

const ARITHMETIC: ReadonlyMap<string, string> = new Map([
  ['Add', 'add'],
  ['Sub', 'subtract'],
  ['Mul', 'multiply'],
  ['Div', 'protecteddiv'],
]);
const OPERATORS: ReadonlyMap<string, string> = new Map(
  [...QLIB_FUNCTIONS].map(([ours, theirs]) => [theirs, ours]),
);
const PAIRS: ReadonlySet<string> = new Set(['Corr']);
const UNARY: ReadonlySet<string> = new Set(['Abs', 'Sign', 'Log']);

/**
 * Reads an expression of qlib: `Mean($close,5)/$close`. `$close` is CLOSE. Numbers other than windows and factors of 1 or -1,
 * comparisons, conditions, powers, regressions (Slope, Rsquare, Resi), EMA, WMA, quantiles and looks into the future are refused.
 * @returns a Refusal FORMULA_* with the position in the text
 */
export const readQlib = (text: string, language: Language): Result<ForeignProgram, Refusal> =>
  readForeign(text, language, QLIB);

const QLIB: Dialect = {
  readField(name, span, reading) {
    if (name.startsWith('$')) return reading.draft.field(name.slice(1).toUpperCase(), span);
    const remedy = `write $${name.toLowerCase()}`;
    throw untranslatable('a field', { expected: 'a feature such as $close', actual: name, remedy }, span);
  },
  readCall,
  notesOf: ({ nodes }) => qlibNotesOf(nodes),
};

function readCall(call: Call, reading: ForeignReading): Signed {
  const template = knownTemplate(call);
  if (template !== null) {
    const operand = reading.read(template.operand);
    return reading.draft.operation(template.operator, [operand], template.window, call.span);
  }
  const { name, operands, span } = call;
  const arithmetic = ARITHMETIC.get(name);
  if (arithmetic !== undefined) return reading.arithmetic(arithmetic, operands, span);
  const operator = OPERATORS.get(name);
  if (operator === undefined) throw unknown(call);
  const count = PAIRS.has(name) ? 2 : 1;
  const values = operands.slice(0, count).map((operand) => reading.read(operand));
  const wanted = count + (UNARY.has(name) ? 0 : 1);
  if (operands.length !== wanted) throw wrongCount(call, wanted);
  const window = UNARY.has(name) ? null : windowOf(operands[count], span);
  return reading.draft.operation(operator, values, window, span);
}

const wrongCount = ({ name, operands, span }: Call, wanted: number): Refusal =>
  untranslatable(
    name,
    { expected: `${wanted} argument(s)`, actual: `${operands.length}`, remedy: 'see the operators of qlib' },
    span,
  );

function unknown({ name, span }: Call): Refusal {
  const known = [...OPERATORS.keys(), ...ARITHMETIC.keys()];
  const remedy = didYouMean(name, known) ?? 'it has no counterpart among the operators here';
  return untranslatable(name, { expected: `one of ${known.join(', ')}`, actual: name, remedy }, span);
}
