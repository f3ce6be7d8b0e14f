import { Refusal } from '../../core/outcome/refusal.ts';
import { importedFieldName } from '../../core/program/imported-field.ts';

/** Imported values as they are now. */
export interface ImportedVersion {
  readonly name: string;
  /** Content hash of the file. */
  readonly hash: string;
  readonly path: string;
  /** Last day of the values, `YYYY-MM-DD`. */
  readonly lastDay: string;
}

/** Where imported values are looked up by name. */
export interface ImportedSource {
  /** In the order of the names. @throws Refusal FORMULA_UNKNOWN_NAME of the first that is not there */
  versions(names: readonly string[]): Promise<readonly ImportedVersion[]>;
}

/** For whoever computes without a store. */
export const NOTHING_IMPORTED: ImportedSource = {
  versions: async ([name]) => {
    if (name === undefined) return [];
    throw unknownImported(name, undefined);
  },
};

/** @param hint names that may have been meant, in words */
export function unknownImported(name: string, hint: string | undefined): Refusal {
  const field = importedFieldName(name);
  return new Refusal('FORMULA_UNKNOWN_NAME', `${field}: there are no imported values of this name`, {
    expected: 'imported values that are in the store',
    actual: `'${field}'`,
    where: field,
    remedy: hint ?? 'import them first (factormine import-values, POST /v1/imported-values)',
  });
}
