import { signatureOf } from '../operator/describe.ts';
import { INTERVAL_REDUCERS, type IntervalReducer, type OperatorDefinition } from '../operator/operator.ts';
import { OPERATORS } from '../operator/operators.ts';
import { Refusal } from '../outcome/refusal.ts';
import { failure, type Result } from '../outcome/result.ts';
import { buildProgram, type Span } from './build.ts';
import { parseTime } from './clock-time.ts';
import { fieldIn } from './field-in.ts';
import { describeToken, fault, syntaxFault, unknownField, unknownOperator } from './parse-fault.ts';
import type { IntervalArguments, Language, Program, ProgramNode } from './program.ts';
import { didYouMean } from './suggest.ts';
import { type Token, tokenise } from './tokens.ts';

/** Brackets and calls that may be open at once: more would only serve to exhaust the stack. */
export const MAXIMUM_NESTING = 128;

/**
 * Reads a formula in infix (`a + b - c * d / e`, brackets) or function form (`add(a,b)`), mixed at will, and
 * makes a Program of it. Blanks are free; names are case-sensitive: UPPER CASE daily, lower case minute.
 * @returns a Refusal FORMULA_* with the exact position of the first fault
 * Cost O(length). Source: report section 3.1, ADR 0003.
 */
export function parseProgram(text: string, language: Language): Result<Program, Refusal> {
  try {
    const { nodes, spans } = readFormula(tokenise(text), language);
    return buildProgram(nodes, language, spans);
  } catch (error) {
    if (error instanceof Refusal) return failure(error);
    throw error;
  }
}

interface Draft {
  readonly nodes: ProgramNode[];
  readonly spans: Span[];
}

interface Reader extends Draft {
  readonly tokens: readonly Token[];
  readonly language: Language;
  at: number;
  /** Brackets that are open, innermost last: the token of each `(`. */
  readonly open: Token[];
}

function readFormula(tokens: readonly Token[], language: Language): Draft {
  const reader: Reader = { tokens, language, at: 0, open: [], nodes: [], spans: [] };
  readSum(reader);
  const rest = peek(reader);
  if (rest.kind !== 'end') {
    const isBracket = rest.text === ')';
    throw syntaxFault(rest, isBracket ? "no further ')': every bracket is closed" : 'an operator or the end');
  }
  return reader;
}

const peek = (reader: Reader): Token => reader.tokens[reader.at] as Token;

function next(reader: Reader): Token {
  const token = peek(reader);
  if (token.kind !== 'end') reader.at += 1;
  return token;
}

function add(reader: Reader, node: ProgramNode, span: Span): number {
  reader.spans.push(span);
  return reader.nodes.push(node) - 1;
}

const readSum = (reader: Reader): number => readChain(reader, ['+', '-'], readProduct);
const readProduct = (reader: Reader): number => readChain(reader, ['*', '/'], readOperand);

/** Infix operators of one rank, associating to the left. */
function readChain(reader: Reader, symbols: readonly string[], readPart: (reader: Reader) => number): number {
  let left = readPart(reader);
  for (let token = peek(reader); symbols.includes(token.text); token = peek(reader)) {
    next(reader);
    const definition = infixOperator(token, reader.language);
    const right = readPart(reader);
    const span = { start: reader.spans[left]?.start ?? 0, end: reader.spans[right]?.end ?? 0 };
    const operator = definition.name;
    left = add(
      reader,
      { kind: 'operation', operator, operands: [left, right], window: null, interval: null },
      span,
    );
  }
  return left;
}

function infixOperator(token: Token, language: Language): OperatorDefinition {
  for (const definition of OPERATORS.values()) {
    if (definition.infix !== token.text) continue;
    if (language.operators.has(definition.name)) return definition;
    throw unknownOperator(token, definition.name, language);
  }
  throw syntaxFault(token, 'an infix operator');
}

function readOperand(reader: Reader): number {
  const token = next(reader);
  if (token.text === '(') return readGroup(reader, token);
  if (token.kind === 'name') {
    return peek(reader).text === '(' ? readCall(reader, token) : readField(reader, token);
  }
  if (token.kind === 'number' || token.kind === 'time') {
    throw fault('FORMULA_TYPE', token, {
      expected: 'a field or an operator',
      actual: token.text,
      remedy: 'numbers are windows and lags only',
    });
  }
  throw syntaxFault(token, 'a field, an operator or a bracket', reader.open);
}

function readGroup(reader: Reader, bracket: Token): number {
  openBracket(reader, bracket);
  const inner = readSum(reader);
  const closing = closeBracket(reader);
  reader.spans[inner] = { start: bracket.start, end: closing.end };
  return inner;
}

function readField(reader: Reader, token: Token): number {
  if (fieldIn(reader.language, token.text)) return add(reader, { kind: 'field', name: token.text }, token);
  throw unknownField(token, reader.language);
}

function readCall(reader: Reader, token: Token): number {
  const definition = reader.language.operators.get(token.text);
  if (definition === undefined) throw unknownOperator(token, token.text, reader.language);
  openBracket(reader, next(reader));
  const operands: number[] = [];
  for (const _ of definition.operands) {
    if (operands.length > 0) readComma(reader, definition);
    operands.push(readSum(reader));
  }
  const interval = definition.family === 'interval' ? readInterval(reader, definition) : null;
  const window = definition.minimumWindow === null ? null : readWindow(reader, definition);
  const closing = closeBracket(reader, definition);
  const span = { start: token.start, end: closing.end };
  return add(reader, { kind: 'operation', operator: definition.name, operands, window, interval }, span);
}

function readWindow(reader: Reader, definition: OperatorDefinition): number {
  readComma(reader, definition);
  const token = next(reader);
  if (token.kind === 'number' && /^\d{1,9}$/.test(token.text)) return Number(token.text);
  if (token.kind === 'end') throw syntaxFault(token, 'a window (a whole number of days)', reader.open);
  throw fault('FORMULA_WINDOW', token, {
    expected: 'a window (a whole number of days)',
    actual: `'${token.text}'`,
  });
}

function readInterval(reader: Reader, definition: OperatorDefinition): IntervalArguments {
  readComma(reader, definition);
  const word = next(reader);
  const reducer = INTERVAL_REDUCERS.find((name): name is IntervalReducer => name === word.text);
  if (reducer === undefined) {
    const remedy = didYouMean(word.text, INTERVAL_REDUCERS);
    throw fault('FORMULA_TYPE', word, {
      expected: `a reducer of ${INTERVAL_REDUCERS.join(', ')}`,
      actual: describeToken(word),
      remedy,
    });
  }
  readComma(reader, definition);
  const from = readTime(reader);
  readComma(reader, definition);
  return { reducer, from, to: readTime(reader) };
}

function readTime(reader: Reader): number {
  const token = next(reader);
  const minutes = parseTime(token.text);
  if (minutes !== null) return minutes;
  throw syntaxFault(token, 'a time of day such as 9:30', reader.open);
}

function openBracket(reader: Reader, bracket: Token): void {
  reader.open.push(bracket);
  if (reader.open.length <= MAXIMUM_NESTING) return;
  throw fault('FORMULA_TOO_LONG', bracket, {
    expected: `at most ${MAXIMUM_NESTING} open brackets`,
    actual: 'more',
    remedy: 'shorten the formula',
  });
}

function closeBracket(reader: Reader, definition?: OperatorDefinition): Token {
  const token = peek(reader);
  if (token.text !== ')') {
    const usage = token.text === ',' && definition !== undefined ? `; write ${signatureOf(definition)}` : '';
    throw syntaxFault(
      token,
      `')' to close the '(' at column ${(reader.open.at(-1)?.start ?? 0) + 1}${usage}`,
    );
  }
  reader.open.pop();
  return next(reader);
}

function readComma(reader: Reader, definition: OperatorDefinition): void {
  const token = peek(reader);
  if (token.text !== ',') throw syntaxFault(token, `',': write ${signatureOf(definition)}`, reader.open);
  next(reader);
}
