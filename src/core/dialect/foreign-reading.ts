import { Refusal } from '../outcome/refusal.ts';
import { failure, type Result, success } from '../outcome/result.ts';
import { buildProgram, type Span } from '../program/build.ts';
import type { Language, Program } from '../program/program.ts';
import { type DialectNote, type DialectNoteCode, notesOf } from './dialect-note.ts';
import { type ForeignNode, parseForeign } from './foreign-text.ts';
import { type Signed, SignedDraft } from './signed-draft.ts';
import { untranslatable } from './untranslatable.ts';

/** A foreign formula as a program, and what it may mean otherwise. */
export interface ForeignProgram {
  readonly program: Program;
  /** True: the text is the negative of the program. */
  readonly negated: boolean;
  readonly notes: readonly DialectNote[];
}

/** What one dialect's names mean. Throws a Refusal for what cannot be said. */
export interface Dialect {
  readField(name: string, span: Span, reading: ForeignReading): Signed;
  readCall(call: Extract<ForeignNode, { kind: 'call' }>, reading: ForeignReading): Signed;
  /** Notes of the program as a whole. */
  notesOf(program: Program): readonly DialectNoteCode[];
}

const ARITHMETIC: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'protecteddiv',
};

/** Reads foreign text into a program of a language. @returns a Refusal FORMULA_* with its position in that text */
export function readForeign(
  text: string,
  language: Language,
  dialect: Dialect,
): Result<ForeignProgram, Refusal> {
  try {
    const reading = new ForeignReading(dialect);
    const { sign } = reading.read(parseForeign(text));
    const built = buildProgram(reading.draft.nodes, language, reading.draft.spans);
    if (!built.ok) return built;
    const negated = sign === -1;
    if (negated) reading.note('OUTER_SIGN');
    reading.note(...dialect.notesOf(built.value));
    return success({ program: built.value, negated, notes: notesOf(reading.notes) });
  } catch (error) {
    if (error instanceof Refusal) return failure(error);
    throw error;
  }
}

/** One reading: the draft so far and the notes that it earned. Arithmetic is the same in every dialect. */
export class ForeignReading {
  readonly draft = new SignedDraft();
  readonly notes = new Set<DialectNoteCode>();

  constructor(private readonly dialect: Dialect) {}

  note(...codes: readonly DialectNoteCode[]): void {
    for (const code of codes) this.notes.add(code);
  }

  read(node: ForeignNode): Signed {
    switch (node.kind) {
      case 'number':
        throw noConstant(node.value, node.span);
      case 'name':
        return this.dialect.readField(node.name, node.span, this);
      case 'call':
        return this.dialect.readCall(node, this);
      case 'negation': {
        const { node: at, sign } = this.read(node.operand);
        return { node: at, sign: sign === 1 ? -1 : 1 };
      }
      case 'infix':
        return this.arithmetic(ARITHMETIC[node.symbol] ?? null, [node.left, node.right], node.span);
    }
  }

  /** a + b, a - b, a * b, a / b; a factor of 1 or -1 is a sign. @param operator null = none that can be said */
  arithmetic(operator: string | null, operands: readonly ForeignNode[], span: Span): Signed {
    const [left, right] = operands;
    if (operator === null || left === undefined || right === undefined || operands.length !== 2) {
      throw untranslatable(
        'an operation',
        {
          expected: '+ - * / of two values',
          actual:
            operator === null
              ? 'a comparison, a power or a logical operation'
              : `${operands.length} operands`,
          remedy: 'formulas here have no conditions and no powers',
        },
        span,
      );
    }
    if (operator === 'multiply' && isUnit(left)) return this.signed(left.value, right);
    if ((operator === 'multiply' || operator === 'protecteddiv') && isUnit(right))
      return this.signed(right.value, left);
    return this.draft.operation(operator, [this.read(left), this.read(right)], null, span);
  }

  private signed(factor: number, node: ForeignNode): Signed {
    const { node: at, sign } = this.read(node);
    return { node: at, sign: factor === 1 ? sign : sign === 1 ? -1 : 1 };
  }
}

const isUnit = (node: ForeignNode): node is Extract<ForeignNode, { kind: 'number' }> =>
  node.kind === 'number' && Math.abs(node.value) === 1;

const noConstant = (value: number, span: Span): Refusal =>
  untranslatable(
    'a number',
    {
      expected: 'a field or a function: numbers are windows and lags only',
      actual: `${value}`,
      remedy: 'leave out what adds or multiplies a constant where ranks do not depend on it',
    },
    span,
  );

/** The whole number of rows that a window is. @throws Refusal FORMULA_WINDOW */
export function windowOf(node: ForeignNode | undefined, span: Span, floor = false): number {
  const value = node?.kind === 'number' ? (floor ? Math.floor(node.value) : node.value) : Number.NaN;
  if (Number.isInteger(value) && value >= 1) return value;
  const at = node?.span ?? span;
  const actual = node === undefined ? 'none' : node.kind === 'number' ? `${node.value}` : 'an expression';
  const future = value < 0 ? '; a negative one would look into the future' : '';
  throw new Refusal(
    'FORMULA_WINDOW',
    `a window: expected a whole number of rows, at least 1${future}, got ${actual}`,
    {
      expected: `a whole number of rows, at least 1${future}`,
      actual,
      where: `column ${at.start + 1}`,
      position: { start: at.start, end: at.end },
    },
  );
}
