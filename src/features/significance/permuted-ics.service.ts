import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { EvaluationRequests } from '../evaluations/evaluation-requests.service.ts';
import { FactorPrograms } from '../factors/factor-programs.service.ts';
import { FactorQueriesStore } from '../factors/factor-queries.store.ts';
import { Measurements } from '../factors/measurements.service.ts';
import type { PermutedIcInput, PermutedIcModel } from './significance.models.ts';

const DEFAULT_PERMUTATIONS = 100;
const DEFAULT_SEED = 'permuted';

/** What a factor would show if it knew nothing of which stock is which. */
@Injectable()
export class PermutedIcsService {
  constructor(
    private readonly measurements: Measurements,
    private readonly factors: FactorQueriesStore,
    private readonly programs: FactorPrograms,
    private readonly requests: EvaluationRequests,
  ) {}

  /** @throws Refusal FORMULA_*, NOT_FOUND, INVALID_INPUT for too many permutations, UNAVAILABLE without a worker */
  async measure(input: PermutedIcInput): Promise<PermutedIcModel> {
    const formula = await this.formulaOf(input);
    const { market, period, definition } = await this.measurements.resolve(input);
    const program = await this.programs.parse(formula, market.id);
    const answer = await this.requests.permute({
      datasetId: market.id,
      period,
      definition,
      formula: program.text,
      permutations: input.permutations ?? DEFAULT_PERMUTATIONS,
      seed: input.seed ?? DEFAULT_SEED,
    });
    return {
      ...answer,
      formula: program.text,
      period,
      permuted: [...answer.permuted],
      pValue: pValueOf(answer),
    };
  }

  private async formulaOf({ formula, factorId }: PermutedIcInput): Promise<string> {
    if (formula && !factorId) return formula;
    if (factorId && !formula) return (await this.factors.get(factorId)).formula;
    throw new Refusal('INVALID_INPUT', 'permuted IC: expected either a formula or a factorId', {
      expected: 'exactly one of formula, factorId',
      actual: formula ? 'both' : 'neither',
      where: 'formula',
      remedy: 'name one of them',
    });
  }
}

/** Counts the observed one among the permutations, so that it is never 0. */
function pValueOf({
  observed,
  permuted,
}: {
  readonly observed: number | null;
  readonly permuted: readonly number[];
}): number | null {
  if (observed === null) return null;
  const asLarge = permuted.filter((value) => Math.abs(value) >= Math.abs(observed)).length;
  return (1 + asLarge) / (1 + permuted.length);
}
