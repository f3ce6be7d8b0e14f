import { Refusal } from '../../core/outcome/refusal.ts';
import { importedFieldName } from '../../core/program/imported-field.ts';
import type { ImportedVersion } from './imported-source.ts';

/**
 * Whether imported values reach the last day of a market that is asked for: a figure without it would be another once the
 * value is there.
 * @param days of the market, ascending
 * @throws Refusal VALUES_BEHIND
 */
export function requireReached(
  { name, lastDay }: ImportedVersion,
  days: readonly string[],
  until: string,
): void {
  const asked = days.findLast((day) => day <= until);
  if (asked === undefined || asked <= lastDay) return;
  const field = importedFieldName(name);
  throw new Refusal('VALUES_BEHIND', `${field}: values are imported until ${lastDay}, asked for ${asked}`, {
    expected: `days until ${lastDay}`,
    actual: asked,
    where: field,
    remedy: `import the values of the days after ${lastDay} under the same name, or choose a period that ends by then`,
  });
}
