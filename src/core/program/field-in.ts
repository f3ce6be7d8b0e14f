import { importedField } from './imported-field.ts';
import type { FieldDefinition, Language } from './program.ts';

/** What a name stands for in a language: a field of the market, or imported values where it allows them. */
export const fieldIn = ({ fields, importedValues }: Language, name: string): FieldDefinition | null =>
  fields.get(name) ?? (importedValues ? importedField(name) : null);
