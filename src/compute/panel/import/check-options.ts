import { Refusal } from '../../../core/outcome/refusal.ts';
import { isFieldName, STANDARD_FIELDS } from '../../../core/program/fields.ts';
import { readDay } from './cell-readers.ts';
import { declaredName } from './column-plan.ts';
import type { MarketImport } from './import-options.ts';

/** @throws Refusal INVALID_INPUT for options that do not fit together, before a file is opened */
export function checkOptions(options: MarketImport): void {
  const refuse = (where: string, expected: string, actual: string): Refusal =>
    new Refusal('INVALID_INPUT', `import: ${where} does not fit`, { expected, actual, where });
  if ((options.daily ?? []).length + (options.minutes ?? []).length === 0) {
    throw refuse('files', 'at least one daily or minute file', 'none');
  }
  const share = options.skipBadRows ?? 0;
  if (!(share >= 0 && share <= 1)) throw refuse('skipBadRows', 'a share from 0 to 1', String(share));
  if (options.today !== undefined && typeof readDay(options.today) !== 'number') {
    throw refuse('today', 'YYYY-MM-DD', options.today);
  }
  if (options.dailyFrom === 'file' && (options.daily ?? []).length === 0) {
    throw refuse('dailyFrom', 'bars, or a daily file', 'file, without a daily file');
  }
  checkDeclaredFields(options);
}

/** A declared field's name must be free, and one that a formula can hold. */
function checkDeclaredFields(options: MarketImport): void {
  const names = new Set<string>();
  for (const declared of options.fields ?? []) {
    const name = declaredName(declared);
    const frequency = declared.file === 'minutes' ? 'minute' : 'daily';
    if (isFieldName(name, frequency) && !STANDARD_FIELDS.has(name) && !names.has(name)) {
      names.add(name);
      continue;
    }
    throw new Refusal('INVALID_INPUT', `${name} cannot name a declared field`, {
      expected: `a free name in ${frequency === 'daily' ? 'upper' : 'lower'} case, at most 40 letters, digits and underscores`,
      actual: name,
      where: `fields: ${declared.column}`,
      remedy: 'Give the column another name (name).',
    });
  }
}
