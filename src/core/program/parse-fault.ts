import { OPERATORS } from '../operator/operators.ts';
import { Refusal, type RefusalCode } from '../outcome/refusal.ts';
import { STANDARD_FIELDS } from './fields.ts';
import { importedNameOf } from './imported-field.ts';
import type { Language } from './program.ts';
import { didYouMean } from './suggest.ts';
import type { Token } from './tokens.ts';

/** What was found, for messages. */
export const describeToken = (token: Token): string =>
  token.kind === 'end' ? 'the end of the formula' : `'${token.text}'`;

/**
 * A token that the grammar does not allow here.
 * @param open the `(` that are open, innermost last: at the end of the text one of them is the likelier fault
 */
export function syntaxFault(token: Token, expected: string, open: readonly Token[] = []): Refusal {
  const bracket = token.kind === 'end' ? open.at(-1) : undefined;
  const remedy = bracket === undefined ? undefined : `the '(' at column ${bracket.start + 1} is not closed`;
  return fault('FORMULA_SYNTAX', token, { expected, actual: describeToken(token), remedy });
}

/** A fault at a token, with its position, both sides and, where there is one, the way out. */
export function fault(
  code: RefusalCode,
  token: Token,
  details: { readonly expected: string; readonly actual: string; readonly remedy?: string | undefined },
): Refusal {
  const { expected, actual, remedy } = details;
  const where = `column ${token.start + 1}`;
  const hint = remedy === undefined ? '' : ` (${remedy})`;
  return new Refusal(code, `expected ${expected}, got ${actual} at ${where}${hint}`, {
    expected,
    actual,
    where,
    position: { start: token.start, end: token.end },
    ...(remedy !== undefined && { remedy }),
  });
}

/** @param name the operator that is meant: an infix symbol stands for one */
export function unknownOperator(token: Token, name: string, language: Language): Refusal {
  const remedy = OPERATORS.has(name)
    ? `${name} is not among the operators here: choose the set 'extended', or stop excluding it`
    : didYouMean(name, language.operators.keys());
  const expected = 'an operator of the chosen set';
  return fault('FORMULA_UNKNOWN_NAME', token, { expected, actual: `'${token.text}'`, remedy });
}

export function unknownField(token: Token, language: Language): Refusal {
  const expected = 'a field of the dataset';
  if (importedNameOf(token.text) !== null) return importedHere(token);
  const remedy = remedyForField(token.text, language);
  return fault('FORMULA_UNKNOWN_NAME', token, { expected, actual: `'${token.text}'`, remedy });
}

const importedHere = (token: Token): Refusal =>
  fault('FORMULA_TYPE', token, {
    expected: 'fields of the market alone: runs neither start from imported values nor breed them',
    actual: `'${token.text}'`,
    remedy: 'leave it out; to mine what imported values do not know, name them or their library in `unlike`',
  });

function remedyForField(name: string, { fields, operators }: Language): string | undefined {
  if (operators.has(name)) return `${name} is an operator: write ${name}(...)`;
  if (STANDARD_FIELDS.has(name)) return `it is not among the fields here: ${[...fields.keys()].join(', ')}`;
  return didYouMean(name, fields.keys());
}
