import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { factorIdOf } from '../../core/program/factor-id.ts';
import type { Program } from '../../core/program/program.ts';
import { Database } from '../../platform/database/database.ts';
import { FactorPrograms } from './factor-programs.service.ts';
import { FactorQueriesStore } from './factor-queries.store.ts';
import { insertFactors } from './factors.store.ts';

/** Lists of formulas and factors as people write them down, each made a stored factor. */
@Injectable()
export class KeptFormulas {
  constructor(
    private readonly database: Database,
    private readonly programs: FactorPrograms,
    private readonly factors: FactorQueriesStore,
  ) {}

  /**
   * Factors of a list, each once, formulas first. Nothing is kept unless everything can be read.
   * @param list.datasetId whose fields the formulas may use; left out, the newest dataset's
   * @throws Refusal FORMULA_* that names the formula, NOT_FOUND
   */
  async keepAll(list: {
    readonly formulas?: readonly string[];
    readonly factorIds?: readonly string[];
    readonly datasetId?: string;
  }): Promise<string[]> {
    const programs: Program[] = [];
    for (const [index, formula] of (list.formulas ?? []).entries()) {
      programs.push(await this.read(formula, index, list.datasetId));
    }
    const stored = await Promise.all((list.factorIds ?? []).map((id) => this.factors.get(id)));
    await insertFactors(this.database.pool, programs);
    const ids = [
      ...programs.map((program) => factorIdOf(program.hash)),
      ...stored.map((factor) => factor.id),
    ];
    return [...new Set(ids)];
  }

  private async read(formula: string, index: number, datasetId: string | undefined): Promise<Program> {
    try {
      return await this.programs.parse(formula, datasetId ?? (await this.programs.newestMarket()));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new Refusal(error.code, `formulas[${index}]: ${error.message}`, error.details);
    }
  }
}
