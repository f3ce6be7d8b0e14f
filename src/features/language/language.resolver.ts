import { Args, ID, Query, Resolver } from '@nestjs/graphql';
import type { OperatorDescription } from '../../core/operator/describe.ts';
import type { OperatorSetName } from '../../core/operator/operator.ts';
import { Access } from '../../platform/auth/access.ts';
import { OperatorSetEnum } from '../experiments/experiment.enums.ts';
import { MarketFieldModel, OperatorModel, ParsedFormulaModel, ParseFormulaInput } from './language.models.ts';
import { LanguageService } from './language.service.ts';

const SET = { type: () => OperatorSetEnum, defaultValue: 'extended', description: 'Which operators.' };
const OF_DATASET = {
  type: () => ID,
  nullable: true,
  description: 'Fields of this dataset; left out: the standard ones.',
};

@Resolver()
export class LanguageResolver {
  constructor(private readonly language: LanguageService) {}

  @Access('viewer')
  @Query(() => [OperatorModel], { description: 'Operators of a set, with their rules.' })
  operators(@Args('set', SET) set: OperatorSetName): OperatorDescription[] {
    return this.language.operators(set);
  }

  @Access('viewer')
  @Query(() => [MarketFieldModel], { description: 'What formulas can name.' })
  fields(@Args('datasetId', OF_DATASET) datasetId?: string | null): Promise<MarketFieldModel[]> {
    return this.language.fields(datasetId ?? null);
  }

  @Access('viewer')
  @Query(() => ParsedFormulaModel, {
    description:
      'Reads and checks a formula without computing it; a faulty one is refused with the position.',
  })
  parseFormula(@Args() { formula, datasetId }: ParseFormulaInput): Promise<ParsedFormulaModel> {
    return this.language.parse(formula, datasetId);
  }
}
