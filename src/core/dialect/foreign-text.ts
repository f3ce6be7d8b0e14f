import { Refusal } from '../outcome/refusal.ts';
import type { Span } from '../program/build.ts';
import { MAXIMUM_FORMULA_BYTES } from '../program/tokens.ts';

/** A formula of another dialect, as it was written. */
export type ForeignNode =
  | { readonly kind: 'number'; readonly value: number; readonly span: Span }
  | { readonly kind: 'name'; readonly name: string; readonly span: Span }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly operands: readonly ForeignNode[];
      readonly span: Span;
    }
  | { readonly kind: 'negation'; readonly operand: ForeignNode; readonly span: Span }
  | {
      readonly kind: 'infix';
      readonly symbol: string;
      readonly left: ForeignNode;
      readonly right: ForeignNode;
      readonly span: Span;
    };

interface Token extends Span {
  readonly kind: 'name' | 'number' | 'symbol' | 'end';
  readonly text: string;
}

/** Levels that may be open at once: more would only serve to exhaust the stack. */
const MAXIMUM_NESTING = 128;

const PIECE =
  /[ \t\r\n]+|(?<name>\$?[A-Za-z_][A-Za-z0-9_.]*)|(?<number>\d+(?:\.\d*)?(?:[eE][-+]?\d+)?|\.\d+(?:[eE][-+]?\d+)?)|(?<symbol>\|\||&&|[<>=!]=|[-+*/^(),<>?:&|~])/y;

/** From loosest to tightest; all associate to the left but `^`. */
const RANKS: readonly (readonly string[])[] = [
  ['||', '|'],
  ['&&', '&'],
  ['==', '!=', '<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];

/**
 * Parses infix and function text as qlib and WorldQuant write it: names (with `$`), numbers, calls, + - * / ^, comparisons.
 * What the names mean is decided by whoever reads the tree.
 * @throws Refusal FORMULA_SYNTAX, FORMULA_TOO_LONG with the position
 */
export function parseForeign(text: string): ForeignNode {
  const reader = new ForeignReader(tokenise(text));
  return reader.readAll();
}

class ForeignReader {
  private at = 0;
  private open = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  readAll(): ForeignNode {
    const read = this.readInfix(0);
    const rest = this.peek();
    if (rest.text === '?') throw syntax(rest, "no 'condition ? a : b', which formulas here cannot say");
    if (rest.kind !== 'end') throw syntax(rest, 'an operator or the end');
    return read;
  }

  private readInfix(rank: number): ForeignNode {
    const symbols = RANKS[rank];
    if (symbols === undefined) return this.readUnary();
    let left = this.readInfix(rank + 1);
    while (this.peek().kind === 'symbol' && symbols.includes(this.peek().text)) {
      const symbol = this.next().text;
      const right = this.readInfix(rank + 1);
      left = { kind: 'infix', symbol, left, right, span: { start: left.span.start, end: right.span.end } };
    }
    return left;
  }

  private readUnary(): ForeignNode {
    const token = this.next();
    if (token.text === '-' || token.text === '+') return this.nested(token, () => this.readSigned(token));
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text), span: token };
    if (token.text === '(') return this.nested(token, () => this.readGroup(token));
    if (token.kind !== 'name') throw syntax(token, 'a field, a function, a number or a bracket');
    if (this.peek().text !== '(') return { kind: 'name', name: token.text, span: token };
    this.next();
    return this.nested(token, () => this.readCall(token));
  }

  private readSigned(sign: Token): ForeignNode {
    // Binds as tightly as a factor: -a*b is (-a)*b, which is the same.
    const operand = this.readUnary();
    if (sign.text === '+') return operand;
    const span = { start: sign.start, end: operand.span.end };
    return operand.kind === 'number'
      ? { kind: 'number', value: -operand.value, span }
      : { kind: 'negation', operand, span };
  }

  private readGroup(bracket: Token): ForeignNode {
    const inner = this.readInfix(0);
    const closing = this.close(bracket);
    return { ...inner, span: { start: bracket.start, end: closing.end } };
  }

  private readCall(name: Token): ForeignNode {
    const operands: ForeignNode[] = [];
    if (this.peek().text !== ')') {
      operands.push(this.readInfix(0));
      while (this.peek().text === ',') {
        this.next();
        operands.push(this.readInfix(0));
      }
    }
    const closing = this.close(name);
    return { kind: 'call', name: name.text, operands, span: { start: name.start, end: closing.end } };
  }

  private close(opening: Token): Token {
    const token = this.peek();
    if (token.text === '?') throw syntax(token, "no 'condition ? a : b', which formulas here cannot say");
    if (token.text !== ')') throw syntax(token, `')' to close what opens at column ${opening.start + 1}`);
    return this.next();
  }

  private nested(token: Token, read: () => ForeignNode): ForeignNode {
    this.open += 1;
    if (this.open > MAXIMUM_NESTING) throw tooLong(`at most ${MAXIMUM_NESTING} levels`, 'more', token);
    const node = read();
    this.open -= 1;
    return node;
  }

  private peek = (): Token => this.tokens[this.at]!;

  private next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.at += 1;
    return token;
  }
}

function tokenise(text: string): Token[] {
  if (text.length > MAXIMUM_FORMULA_BYTES)
    throw tooLong(`at most ${MAXIMUM_FORMULA_BYTES} characters`, `${text.length}`);
  const tokens: Token[] = [];
  for (let start = 0; start < text.length; ) {
    PIECE.lastIndex = start;
    const match = PIECE.exec(text);
    if (match === null) {
      const end = start + String.fromCodePoint(text.codePointAt(start)!).length;
      throw syntax(
        { kind: 'symbol', text: text.slice(start, end), start, end },
        'plain names, numbers and operators',
      );
    }
    const end = start + match[0].length;
    const { name, number, symbol } = match.groups ?? {};
    if (name !== undefined) tokens.push({ kind: 'name', text: name, start, end });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, start, end });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol, start, end });
    start = end;
  }
  tokens.push({ kind: 'end', text: '', start: text.length, end: text.length });
  return tokens;
}

function syntax(token: Token, expected: string): Refusal {
  const actual = token.kind === 'end' ? 'the end of the formula' : JSON.stringify(token.text);
  const where = `column ${token.start + 1}`;
  return new Refusal('FORMULA_SYNTAX', `expected ${expected}, got ${actual} at ${where}`, {
    expected,
    actual,
    where,
    position: { start: token.start, end: token.end },
  });
}

function tooLong(expected: string, actual: string, at: Span | null = null): Refusal {
  return new Refusal('FORMULA_TOO_LONG', `the formula: expected ${expected}, got ${actual}`, {
    expected,
    actual,
    remedy: 'shorten the formula',
    ...(at !== null && { position: { start: at.start, end: at.end } }),
  });
}
