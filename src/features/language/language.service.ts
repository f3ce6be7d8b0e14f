import { Injectable } from '@nestjs/common';
import { catalogOf } from '../../compute/panel/catalog-of.ts';
import { formatDimension } from '../../core/dimension/dimension.ts';
import { describeOperator, type OperatorDescription } from '../../core/operator/describe.ts';
import type { OperatorSetName } from '../../core/operator/operator.ts';
import { operatorsOf } from '../../core/operator/operators.ts';
import { factorIdOf } from '../../core/program/factor-id.ts';
import { STANDARD_FIELDS } from '../../core/program/fields.ts';
import { toGraphJson } from '../../core/program/graph-json.ts';
import { openLanguage } from '../../core/program/language.ts';
import { parseProgram } from '../../core/program/parse.ts';
import { DatasetsStore } from '../datasets/datasets.store.ts';
import { ImportedNames } from '../imported-values/imported-names.service.ts';
import type { MarketFieldModel, ParsedFormulaModel } from './language.models.ts';

/** The language of factors in words, from the very definitions that the type checker reads. */
@Injectable()
export class LanguageService {
  constructor(
    private readonly datasets: DatasetsStore,
    private readonly imported: ImportedNames,
  ) {}

  operators(set: OperatorSetName): OperatorDescription[] {
    return [...operatorsOf(set).values()].map(describeOperator);
  }

  /**
   * @param datasetId null for the standard fields, which a dataset holds as far as it was imported with them
   * @throws Refusal NOT_FOUND
   */
  async fields(datasetId: string | null): Promise<MarketFieldModel[]> {
    const fields = datasetId === null ? STANDARD_FIELDS : (await this.catalog(datasetId)).fields;
    return [...fields.values()].map((field) => ({ ...field, dimension: formatDimension(field.dimension) }));
  }

  /** Reads and checks a formula; nothing is computed. @throws Refusal FORMULA_* with the position, NOT_FOUND */
  async parse(formula: string, datasetId: string): Promise<ParsedFormulaModel> {
    const parsed = parseProgram(formula, openLanguage(await this.catalog(datasetId)));
    if (!parsed.ok) throw parsed.error;
    await this.imported.requireKnown([parsed.value]);
    const { text, hash, size, depth, nodes } = parsed.value;
    return {
      canonical: text,
      hash,
      factorId: factorIdOf(hash),
      dimension: formatDimension(nodes[nodes.length - 1]!.type.dimension),
      size,
      depth,
      graph: toGraphJson(parsed.value),
    };
  }

  private async catalog(datasetId: string): Promise<ReturnType<typeof catalogOf>> {
    return catalogOf(await this.datasets.manifest(datasetId));
  }
}
