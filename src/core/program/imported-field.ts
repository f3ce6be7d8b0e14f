import { NONE } from '../dimension/dimension.ts';
import type { FieldDefinition, Program } from './program.ts';

const PREFIX = 'imported_';
const NAME = /^[a-z][a-z0-9_]{0,47}$/;

/** Whether imported values may bear this name: lower case letters, digits and underscores from a letter on, 48 at most. */
export const isImportedName = (name: string): boolean => NAME.test(name);

/** How formulas write the imported values of a name: `imported_roe`. */
export const importedFieldName = (name: string): string => `${PREFIX}${name}`;

/** The name of the imported values that a field stands for; null for a field of the market. */
export function importedNameOf(field: string): string | null {
  const name = field.startsWith(PREFIX) ? field.slice(PREFIX.length) : '';
  return isImportedName(name) ? name : null;
}

/**
 * Imported values as a leaf of formulas: daily, of each stock, without a dimension. Lower case although daily: no
 * dataset holds it. The language knows it by its form; whether such values exist is for whoever loads them.
 */
export function importedField(field: string): FieldDefinition | null {
  const name = importedNameOf(field);
  if (name === null) return null;
  const meaning = { en: `Imported values ${name}`, zh: `外部因子值 ${name}` };
  return { name: field, frequency: 'daily', shape: 'matrix', dimension: NONE, meaning };
}

/** Names of all imported values that a program reads, each once. */
export function importedNamesIn({ nodes }: Pick<Program, 'nodes'>): string[] {
  const names = nodes.map((node) => (node.kind === 'field' ? importedNameOf(node.name) : null));
  return [...new Set(names.filter((name) => name !== null))];
}
