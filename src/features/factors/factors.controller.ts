import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Access } from '../../platform/auth/access.ts';
import type { Page } from '../../platform/paging/page.ts';
import { pageRequest } from '../../platform/paging/page-query.ts';
import { DistinctTopFactors } from './distinct-top-factors.service.ts';
import { FactorLoaders } from './factor.loaders.ts';
import { type EvaluationModel, EvaluationPage, FactorModel } from './factor.models.ts';
import { lineageDepth } from './factor-fields.resolver.ts';
import type { FactorRow } from './factor-queries.store.ts';
import { FactorStatisticsService } from './factor-statistics.service.ts';
import { evaluationView, lineageView, statisticsView, topFactorView } from './factor-views.ts';
import {
  EvaluationsQuery,
  evaluationFilterOf,
  LineageQuery,
  MeasurementQuery,
  measurementOf,
  TopFactorsQuery,
  topFactorsInputOf,
} from './factors.queries.ts';
import { FactorsService } from './factors.service.ts';
import {
  CorrelationMatrixInput,
  CorrelationMatrixModel,
  EvaluateFormulaInput,
  FormulaEvaluationModel,
} from './formula.models.ts';
import { Formulas } from './formulas.service.ts';
import { LineageModel } from './lineage.models.ts';
import { Measurements } from './measurements.service.ts';
import { ShownPages } from './shown-pages.ts';
import { FactorStatisticsModel } from './statistics.models.ts';
import { TopFactorPage } from './top-factor-page.model.ts';
import { DistinctTopFactorsInput, DistinctTopFactorsModel } from './top-factors.inputs.ts';

const FACTOR_ID = { name: 'factorId', description: 'Id of the factor, or its canonical hash' };

@ApiTags('factors')
@Controller('v1/factors')
export class FactorsController {
  constructor(
    private readonly factors: FactorsService,
    private readonly loaders: FactorLoaders,
    private readonly pages: ShownPages,
    private readonly distinct: DistinctTopFactors,
    private readonly formulas: Formulas,
    private readonly measurements: Measurements,
    private readonly statisticsOf: FactorStatisticsService,
  ) {}

  @Access('viewer')
  @Get('top')
  @ApiOperation({ summary: 'Factors of a market and period, best first by a metric' })
  @ApiOkResponse({ type: TopFactorPage })
  @Header('content-type', 'application/json; charset=utf-8')
  topPage(@Query() query: TopFactorsQuery): Promise<string> {
    return this.pages.text(topFactorsInputOf(query), pageRequest(query), query.include);
  }

  @Access('viewer')
  @Post('top/distinct')
  @HttpCode(200)
  @ApiOperation({ summary: 'Top factors of which no two are alike; correlations by a worker' })
  @ApiBody({ type: DistinctTopFactorsInput })
  @ApiOkResponse({ type: DistinctTopFactorsModel })
  async distinctTop(@Body() query: DistinctTopFactorsInput): Promise<DistinctTopFactorsModel> {
    const selected = await this.distinct.select(query);
    return { ...selected, factors: selected.factors.map(topFactorView) };
  }

  @Access('researcher')
  @Post('evaluate')
  @HttpCode(200)
  @ApiOperation({ summary: 'What a formula is worth, by a worker, ahead of the runs that it mines' })
  @ApiBody({ type: EvaluateFormulaInput })
  @ApiOkResponse({ type: FormulaEvaluationModel })
  evaluate(@Body() input: EvaluateFormulaInput): Promise<FormulaEvaluationModel> {
    return this.formulas.evaluate(input);
  }

  @Access('viewer')
  @Post('correlation-matrix')
  @HttpCode(200)
  @ApiOperation({ summary: 'Every formula and factor against every other, by a worker' })
  @ApiBody({ type: CorrelationMatrixInput })
  @ApiOkResponse({ type: CorrelationMatrixModel })
  correlationMatrix(@Body() query: CorrelationMatrixInput): Promise<CorrelationMatrixModel> {
    return this.formulas.correlationMatrix(query);
  }

  @Access('viewer')
  @Get(':factorId')
  @ApiOperation({ summary: 'One factor' })
  @ApiParam(FACTOR_ID)
  @ApiOkResponse({ type: FactorModel })
  get(@Param('factorId') factorId: string): Promise<FactorRow> {
    return this.factors.get(factorId);
  }

  @Access('viewer')
  @Get(':factorId/evaluations')
  @ApiOperation({ summary: 'What was measured of it, newest first' })
  @ApiParam(FACTOR_ID)
  @ApiOkResponse({ type: EvaluationPage })
  async evaluations(
    @Param('factorId') factorId: string,
    @Query() query: EvaluationsQuery,
  ): Promise<Page<EvaluationModel>> {
    const { id } = await this.factors.get(factorId);
    const wish = { factorId: id, filter: evaluationFilterOf(query), page: pageRequest(query) };
    const found = await this.loaders.evaluations.load(wish);
    return { ...found, items: found.items.map(evaluationView) };
  }

  @Access('viewer')
  @Get(':factorId/program')
  @ApiOperation({ summary: 'Its program graph: setup, predict, learn and the output node' })
  @ApiParam(FACTOR_ID)
  async program(@Param('factorId') factorId: string): Promise<unknown> {
    return this.factors.program(await this.factors.get(factorId));
  }

  @Access('viewer')
  @Get(':factorId/statistics')
  @ApiOperation({ summary: 'IC series, groups and decay; computed by a worker and kept where not known yet' })
  @ApiParam(FACTOR_ID)
  @ApiOkResponse({ type: FactorStatisticsModel })
  async statistics(
    @Param('factorId') factorId: string,
    @Query() query: MeasurementQuery,
  ): Promise<FactorStatisticsModel> {
    const { id } = await this.factors.get(factorId);
    const where = await this.measurements.resolve(measurementOf(query));
    return statisticsView(await this.statisticsOf.ofFactor(id, where));
  }

  @Access('viewer')
  @Get(':factorId/lineage')
  @ApiOperation({ summary: 'Ancestors or descendants with each mutation and the change of IC' })
  @ApiParam(FACTOR_ID)
  @ApiOkResponse({ type: LineageModel })
  async lineage(@Param('factorId') factorId: string, @Query() query: LineageQuery): Promise<LineageModel> {
    return lineageView(await this.factors.lineage(factorId, query.direction, lineageDepth(query.depth)));
  }
}
