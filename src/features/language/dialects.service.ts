import { Injectable } from '@nestjs/common';
import { catalogOf } from '../../compute/panel/catalog-of.ts';
import { writePandas } from '../../core/dialect/pandas/write-pandas.ts';
import { readQlib } from '../../core/dialect/qlib/read-qlib.ts';
import { writeQlib } from '../../core/dialect/qlib/write-qlib.ts';
import { readWorldQuant } from '../../core/dialect/worldquant/read-worldquant.ts';
import { factorIdOf } from '../../core/program/factor-id.ts';
import { STANDARD_FIELDS } from '../../core/program/fields.ts';
import { type Catalog, openLanguage } from '../../core/program/language.ts';
import { parseProgram } from '../../core/program/parse.ts';
import { DatasetsStore } from '../datasets/datasets.store.ts';
import type {
  ReadFormulaInput,
  ReadFormulaModel,
  WriteFormulaInput,
  WrittenFormulaModel,
} from './dialect.models.ts';

const READERS = { qlib: readQlib, worldquant: readWorldQuant } as const;

/** Formulas to and from the languages of others. Nothing is computed and no text is run. */
@Injectable()
export class Dialects {
  constructor(private readonly datasets: DatasetsStore) {}

  /** @throws Refusal FORMULA_*, FORMULA_UNTRANSLATABLE, NOT_FOUND */
  async write({ formula, dialect, datasetId }: WriteFormulaInput): Promise<WrittenFormulaModel> {
    const catalog = await this.catalog(datasetId);
    const parsed = parseProgram(formula, openLanguage(catalog));
    if (!parsed.ok) throw parsed.error;
    const program = parsed.value;
    const written = dialect === 'pandas' ? writePandas(program, catalog.session) : writeQlib(program);
    return { canonical: program.text, dialect, text: written.text, notes: [...written.notes] };
  }

  /** @throws Refusal FORMULA_* with the position in the text, NOT_FOUND */
  async read({ text, dialect, datasetId }: ReadFormulaInput): Promise<ReadFormulaModel> {
    const read = READERS[dialect](text, openLanguage(await this.catalog(datasetId)));
    if (!read.ok) throw read.error;
    const { program, negated, notes } = read.value;
    return { canonical: program.text, factorId: factorIdOf(program.hash), negated, notes: [...notes] };
  }

  private async catalog(datasetId: string | null | undefined): Promise<Catalog> {
    if (!datasetId) return { fields: STANDARD_FIELDS, session: null };
    return catalogOf(await this.datasets.manifest(datasetId));
  }
}
