import { Refusal } from '../outcome/refusal.ts';
import type { Span } from '../program/build.ts';

/** What one language says and the other cannot. @param span where it stands in the text that was given, if it has a place */
export function untranslatable(
  what: string,
  details: { readonly expected: string; readonly actual: string; readonly remedy: string },
  span: Span | null,
): Refusal {
  const { expected, actual, remedy } = details;
  const where = span === null ? what : `${what}, column ${span.start + 1}`;
  return new Refusal('FORMULA_UNTRANSLATABLE', `${what}: expected ${expected}, got ${actual}`, {
    expected,
    actual,
    where,
    remedy,
    ...(span !== null && { position: { start: span.start, end: span.end } }),
  });
}
