import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Access } from '../../platform/auth/access.ts';
import { type Connection, connectionRequest } from '../../platform/paging/connection.ts';
import { DistinctTopFactors } from './distinct-top-factors.service.ts';
import { FactorModel, TopFactorConnection, type TopFactorModel } from './factor.models.ts';
import type { FactorRow } from './factor-queries.store.ts';
import { topFactorView } from './factor-views.ts';
import { FactorsService } from './factors.service.ts';
import {
  CorrelationMatrixInput,
  CorrelationMatrixModel,
  EvaluateFormulaInput,
  FormulaEvaluationModel,
} from './formula.models.ts';
import { Formulas } from './formulas.service.ts';
import { RunTopEvaluationModel } from './run-top.models.ts';
import { MAXIMUM_RUN_TOP, RunTopEvaluations } from './run-top.service.ts';
import { ShownPages } from './shown-pages.ts';
import { DistinctTopFactorsInput, DistinctTopFactorsModel, TopFactorsArgs } from './top-factors.inputs.ts';

@Resolver(() => FactorModel)
export class FactorsResolver {
  constructor(
    private readonly factors: FactorsService,
    private readonly pages: ShownPages,
    private readonly distinct: DistinctTopFactors,
    private readonly formulas: Formulas,
    private readonly runTop: RunTopEvaluations,
  ) {}

  @Access('viewer')
  @Query(() => FactorModel, { description: 'One factor.' })
  factor(
    @Args('id', { type: () => ID, description: 'Id of the factor, or its canonical hash.' }) id: string,
  ): Promise<FactorRow> {
    return this.factors.get(id);
  }

  @Access('viewer')
  @Query(() => TopFactorConnection, {
    description: 'Factors of a market and period, best first by a metric (因子排行).',
  })
  topFactors(@Args() args: TopFactorsArgs): Promise<Connection<TopFactorModel>> {
    return this.pages.connection(args.query, connectionRequest(args));
  }

  @Access('viewer')
  @Query(() => DistinctTopFactorsModel, {
    description: 'Top factors of which no two are alike: greedy by the metric, correlations by a worker.',
  })
  async distinctTopFactors(
    @Args('query', { description: 'Which factors, and how unlike they must be.' })
    query: DistinctTopFactorsInput,
  ): Promise<DistinctTopFactorsModel> {
    const selected = await this.distinct.select(query);
    return { ...selected, factors: selected.factors.map(topFactorView) };
  }

  @Access('viewer')
  @Query(() => CorrelationMatrixModel, {
    description: 'Every formula and factor against every other (相关性矩阵), computed by a worker.',
  })
  correlationMatrix(
    @Args('query', { description: 'What to compare, and where.' }) query: CorrelationMatrixInput,
  ): Promise<CorrelationMatrixModel> {
    return this.formulas.correlationMatrix(query);
  }

  @Access('researcher')
  @Mutation(() => FormulaEvaluationModel, {
    description:
      'What a formula is worth, computed by a worker ahead of the runs that it mines; kept as a factor if wanted.',
  })
  evaluateFormula(
    @Args('input', { description: 'The formula and where to measure it.' }) input: EvaluateFormulaInput,
  ): Promise<FormulaEvaluationModel> {
    return this.formulas.evaluate(input);
  }

  @Access('researcher')
  @Mutation(() => RunTopEvaluationModel, {
    description:
      'Has a worker measure the best factors of a run on train, validation and test, so that topFactors can order by each. Done by itself when a run pauses or completes; may be repeated.',
  })
  evaluateRunTop(
    @Args('runId', { type: () => ID, description: 'The run.' }) runId: string,
    @Args('count', {
      type: () => Int,
      nullable: true,
      description: `At most so many factors, up to ${MAXIMUM_RUN_TOP}; 50 unless told.`,
    })
    count?: number,
  ): Promise<RunTopEvaluationModel> {
    return this.runTop.request(runId, count);
  }
}
