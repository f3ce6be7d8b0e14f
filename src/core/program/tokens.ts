import { Refusal } from '../outcome/refusal.ts';

export type TokenKind = 'name' | 'number' | 'time' | 'symbol' | 'end';

/** A piece of a formula and the characters it stands on, end exclusive, 0-based. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Longest formula that is read, in bytes of UTF-8. */
export const MAXIMUM_FORMULA_BYTES = 4096;

const PIECE =
  /[ \t\r\n]+|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<time>\d{1,2}:\d{1,2})|(?<number>\d+(?:\.\d*)?(?:[A-Za-z_][A-Za-z0-9_]*)?|\.\d+)|(?<symbol>[-+*/(),])/y;

/**
 * Cuts a formula into tokens; the last is `end`. Only plain ASCII is read, so that no look-alike letter can
 * pass for another.
 * @throws Refusal FORMULA_TOO_LONG above 4 KB, FORMULA_SYNTAX at the first character that cannot be read
 * Cost O(length).
 */
export function tokenise(text: string): readonly Token[] {
  checkLength(text);
  const tokens: Token[] = [];
  let start = 0;
  while (start < text.length) {
    PIECE.lastIndex = start;
    const match = PIECE.exec(text);
    if (match === null) throw unreadable(text, start);
    const end = start + match[0].length;
    const { name, time, number, symbol } = match.groups ?? {};
    if (name !== undefined) tokens.push({ kind: 'name', text: name, start, end });
    else if (time !== undefined) tokens.push({ kind: 'time', text: time, start, end });
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, start, end });
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol, start, end });
    start = end;
  }
  tokens.push({ kind: 'end', text: '', start, end: start });
  return tokens;
}

/** UTF-8 needs at least one byte for each UTF-16 unit, so a long text is refused without being encoded. */
function checkLength(text: string): void {
  const bytes = text.length > MAXIMUM_FORMULA_BYTES ? text.length : new TextEncoder().encode(text).length;
  if (bytes <= MAXIMUM_FORMULA_BYTES) return;
  throw new Refusal(
    'FORMULA_TOO_LONG',
    `the formula: expected at most ${MAXIMUM_FORMULA_BYTES} bytes, got ${bytes}`,
    {
      expected: `at most ${MAXIMUM_FORMULA_BYTES} bytes`,
      actual: `${bytes} bytes`,
      remedy: 'shorten the formula',
    },
  );
}

function unreadable(text: string, start: number): Refusal {
  const code = text.codePointAt(start) as number;
  const character = String.fromCodePoint(code);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const shown =
    code < 0x20 || (code >= 0x7f && code < 0xa0) || (code & 0xf800) === 0xd800
      ? name
      : `'${character}' (${name})`;
  const plain = character.normalize('NFKC');
  const isLookAlike = code > 0x7f && /^[\x21-\x7e]$/.test(plain);
  return new Refusal(
    'FORMULA_SYNTAX',
    `expected a name, a number, an operator or a bracket, got ${shown} at column ${start + 1}`,
    {
      expected: 'a name, a number, an operator or a bracket in plain ASCII',
      actual: shown,
      where: `column ${start + 1}`,
      position: { start, end: start + character.length },
      remedy: isLookAlike ? `type the plain '${plain}' instead` : 'use plain ASCII characters only',
    },
  );
}
