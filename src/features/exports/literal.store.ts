import { escapeLiteral } from 'pg';
import { invariant } from '../../core/outcome/refusal.ts';

/** A value as SQL writes it: COPY takes no parameters. */
export function literal(value: string | number | readonly string[]): string {
  if (typeof value === 'number') {
    invariant(Number.isFinite(value), 'a number in a statement is finite');
    return String(value);
  }
  return escapeLiteral(typeof value === 'string' ? clean(value) : `{${value.map(quoted).join(',')}}`);
}

/** An item of an array's text. */
const quoted = (item: string): string => `"${clean(item).replaceAll(/["\\]/g, '\\$&')}"`;

/** Postgres has no text with a zero character in it, so nothing can equal one. */
const clean = (text: string): string => text.replaceAll('\0', '\uFFFD');
