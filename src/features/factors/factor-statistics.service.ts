import { Injectable } from '@nestjs/common';
import type { EvaluationDefinition, Period } from '../../core/experiment/experiment.ts';
import type { Program } from '../../core/program/program.ts';
import type { FactorStatistics } from '../../core/statistics/factor-statistics.ts';
import { evaluationKeyOf } from '../evaluations/evaluation-key.ts';
import { EvaluationRequests } from '../evaluations/evaluation-requests.service.ts';
import { FactorPrograms } from './factor-programs.service.ts';
import { type EvaluationRow, FactorQueriesStore } from './factor-queries.store.ts';
import { KeptStatisticsStore } from './kept-statistics.store.ts';
import { MeasurementFactsStore } from './measurement-facts.store.ts';
import { type Measurement, Measurements } from './measurements.service.ts';

/** Where to measure, settled by whoever asks. */
export interface MeasuredAt {
  readonly datasetId: string;
  readonly period: Period;
  readonly definition: EvaluationDefinition;
  readonly fitness: Measurement['fitness'];
}

/** Full statistics of stored factors: read where they are kept, else computed by a worker and kept. */
@Injectable()
export class FactorStatisticsService {
  constructor(
    private readonly factors: FactorQueriesStore,
    private readonly programs: FactorPrograms,
    private readonly measurements: Measurements,
    private readonly facts: MeasurementFactsStore,
    private readonly kept: KeptStatisticsStore,
    private readonly requests: EvaluationRequests,
  ) {}

  /** Of an evaluation that holds only what a run measured. @throws Refusal NOT_FOUND, UNAVAILABLE */
  async computedFor(evaluation: {
    readonly factorId: string;
    readonly datasetId: string;
    readonly period: Period;
    readonly definitionHash: string;
  }): Promise<FactorStatistics> {
    const { datasetId, period, definitionHash } = evaluation;
    const definition = await this.measurements.definitionOf(definitionHash);
    const { formula } = await this.factors.get(evaluation.factorId);
    const program = await this.programs.parse(formula, datasetId);
    return (await this.measureAt(program, { datasetId, period, definition, fitness: 'rank' })).statistics;
  }

  /** Of a stored factor, wherever it is wanted. @throws Refusal as `Measurements.resolve`, UNAVAILABLE */
  async ofFactor(factorId: string, measurement: Measurement): Promise<FactorStatistics> {
    const row = await this.find(factorId, measurement);
    const stored = row && (await this.factors.statistics(row.id));
    if (stored) return stored;
    const { formula } = await this.factors.get(factorId);
    const program = await this.programs.parse(formula, measurement.market.id);
    return (await this.measureOn(program, measurement)).statistics;
  }

  async find(factorId: string, measurement: Measurement): Promise<EvaluationRow | null> {
    const datasetIds = await this.facts.holders(measurement.market, measurement.period.to);
    return this.kept.find(factorId, datasetIds, measurement);
  }

  /** Has a worker measure a program and keeps factor and figures. */
  measureOn(
    program: Program,
    measurement: Measurement,
  ): Promise<{ readonly evaluation: EvaluationRow; readonly statistics: FactorStatistics }> {
    const { market, period, definition, fitness } = measurement;
    return this.measureAt(program, { datasetId: market.id, period, definition, fitness });
  }

  /** As `measureOn`, for the service's own work, whose days are nobody's look. */
  async measureAt(
    program: Program,
    asked: MeasuredAt,
  ): Promise<{ readonly evaluation: EvaluationRow; readonly statistics: FactorStatistics }> {
    const { sliceHash, statistics } = await this.requests.statistics({ ...asked, formula: program.text });
    const evaluation = await this.kept.keep(program, evaluationKeyOf({ ...asked, sliceHash }), statistics);
    return { evaluation, statistics };
  }
}
