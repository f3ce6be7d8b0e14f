import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { importedNameOf } from '../../core/program/imported-field.ts';
import { type Catalog, openLanguage } from '../../core/program/language.ts';
import { parseProgram } from '../../core/program/parse.ts';
import type { Program } from '../../core/program/program.ts';
import { ImportedNames } from '../imported-values/imported-names.service.ts';
import { MeasurementFactsStore } from './measurement-facts.store.ts';

/** Datasets never change, so what they offer is read once. */
const CATALOGS_KEPT = 20;
const FIELD_SETS_KEPT = 1000;

/** Formulas as programs: typed ones against a dataset, stored ones against any dataset that has their fields. */
@Injectable()
export class FactorPrograms {
  private readonly catalogs = new Map<string, Promise<Catalog>>();
  /** A dataset that has these fields; which of several does not matter. */
  private readonly marketsByFields = new Map<string, string>();

  constructor(
    private readonly facts: MeasurementFactsStore,
    private readonly imported: ImportedNames,
  ) {}

  /** @throws Refusal FORMULA_*, NOT_FOUND of the dataset */
  async parse(formula: string, datasetId: string): Promise<Program> {
    const program = await this.read(formula, datasetId);
    await this.imported.requireKnown([program]);
    return program;
  }

  /** @throws Refusal NOT_FOUND where no dataset has the formula's fields any more */
  async ofFactor(factor: { readonly formula: string; readonly fields: readonly string[] }): Promise<Program> {
    return this.read(factor.formula, await this.marketOf(factor.fields));
  }

  /** @throws Refusal NOT_FOUND while there is no dataset */
  async newestMarket(): Promise<string> {
    const datasetId = await this.facts.marketWith([]);
    if (datasetId) return datasetId;
    throw new Refusal('NOT_FOUND', 'formula: there is no dataset whose fields it could name', {
      where: 'datasetId',
      remedy: 'import a market first',
    });
  }

  private async read(formula: string, datasetId: string): Promise<Program> {
    const parsed = parseProgram(formula, openLanguage(await this.catalog(datasetId)));
    if (!parsed.ok) throw parsed.error;
    return parsed.value;
  }

  private async marketOf(read: readonly string[]): Promise<string> {
    const fields = read.filter((field) => importedNameOf(field) === null);
    const key = fields.join();
    const known = this.marketsByFields.get(key);
    if (known) return known;
    const datasetId = await this.facts.marketWith(fields);
    if (datasetId) {
      if (this.marketsByFields.size >= FIELD_SETS_KEPT) this.marketsByFields.clear();
      this.marketsByFields.set(key, datasetId);
      return datasetId;
    }
    throw new Refusal('NOT_FOUND', `factor: no dataset has the fields ${fields.join(', ')}`, {
      where: 'factor',
      remedy: 'import a market with these fields',
    });
  }

  /** What a dataset offers to formulas. @throws Refusal NOT_FOUND */
  catalog(datasetId: string): Promise<Catalog> {
    const known = this.catalogs.get(datasetId);
    if (known) return known;
    const read = this.facts.catalog(datasetId);
    this.catalogs.set(datasetId, read);
    read.catch(() => this.catalogs.delete(datasetId));
    const [oldest] = this.catalogs.keys();
    if (this.catalogs.size > CATALOGS_KEPT && oldest) this.catalogs.delete(oldest);
    return read;
  }
}
