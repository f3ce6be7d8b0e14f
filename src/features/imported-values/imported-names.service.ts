import { Injectable } from '@nestjs/common';
import {
  type ImportedSource,
  type ImportedVersion,
  unknownImported,
} from '../../compute/imported/imported-source.ts';
import { requireReached } from '../../compute/imported/require-reached.ts';
import { importedFieldName, importedNamesIn } from '../../core/program/imported-field.ts';
import type { Program } from '../../core/program/program.ts';
import { didYouMean } from '../../core/program/suggest.ts';
import { ImportedValuesStore } from './imported-values.store.ts';
import { ImportedValuesFolder } from './imported-values-folder.ts';

/** Imported values by the names that formulas call them. */
@Injectable()
export class ImportedNames implements ImportedSource {
  constructor(
    private readonly store: ImportedValuesStore,
    private readonly folder: ImportedValuesFolder,
  ) {}

  /** In the order of the names. @throws Refusal FORMULA_UNKNOWN_NAME of the first that is not there */
  async versions(names: readonly string[]): Promise<readonly ImportedVersion[]> {
    if (names.length === 0) return [];
    const found = new Map((await this.store.ofNames(names)).map((record) => [record.name, record]));
    const missing = names.find((name) => !found.has(name));
    if (missing !== undefined) throw await this.unknown(missing);
    return names.map((name) => {
      const { hash, lastDay } = found.get(name)!;
      return { name, hash, lastDay, path: this.folder.fileOf({ name, hash }) };
    });
  }

  /** Whether all that programs read is there. @throws Refusal FORMULA_UNKNOWN_NAME */
  async requireKnown(programs: readonly Program[]): Promise<void> {
    await this.versions(namesIn(programs));
  }

  /**
   * Whether all that programs read is there up to a day.
   * @param days of the market
   * @throws Refusal FORMULA_UNKNOWN_NAME, VALUES_BEHIND
   */
  async requireReached(programs: readonly Program[], days: readonly string[], until: string): Promise<void> {
    for (const version of await this.versions(namesIn(programs))) requireReached(version, days, until);
  }

  private async unknown(name: string): Promise<Error> {
    const known = (await this.store.names()).map(importedFieldName);
    return unknownImported(name, didYouMean(importedFieldName(name), known));
  }
}

const namesIn = (programs: readonly Program[]): string[] => [...new Set(programs.flatMap(importedNamesIn))];
