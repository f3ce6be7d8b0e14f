import { Injectable } from '@nestjs/common';
import type { Experiment, Period } from '../../../core/experiment/experiment.ts';
import { correlationOf } from '../../../core/experiment/styles.ts';
import type { EvaluationModel } from '../../factors/factor.models.ts';
import { FactorPrograms } from '../../factors/factor-programs.service.ts';
import { FactorQueriesStore, type FactorRow } from '../../factors/factor-queries.store.ts';
import { FactorStatisticsService } from '../../factors/factor-statistics.service.ts';
import { evaluationView } from '../../factors/factor-views.ts';
import { type Measurement, Measurements } from '../../factors/measurements.service.ts';
import type { ImprovementStepModel } from './improvement.models.ts';

type StepFigures = Pick<ImprovementStepModel, 'factorId' | 'formula' | 'train' | 'validation'>;

/** Exact figures of the factors of a chain in train and validation: those that are kept, else measured now. */
@Injectable()
export class ChainFigures {
  constructor(
    private readonly factors: FactorQueriesStore,
    private readonly programs: FactorPrograms,
    private readonly statistics: FactorStatisticsService,
    private readonly measurements: Measurements,
  ) {}

  /** @throws Refusal UNAVAILABLE without a worker */
  async of(ids: readonly string[], datasetId: string, experiment: Experiment): Promise<StepFigures[]> {
    const rows = await this.factors.byIds(ids);
    const { train, validation } = experiment.periods;
    const on = async (period: Period): Promise<Measurement> => ({
      ...(await this.measurements.resolve({ datasetId, period, definition: experiment.evaluation })),
      fitness: correlationOf(experiment.fitness),
    });
    const onTrain = await on(train);
    const onValidation = validation && (await on(validation));
    return Promise.all(
      rows.map(async (row) => ({
        factorId: row!.id,
        formula: row!.formula,
        train: await this.measured(row!, onTrain),
        validation: onValidation && (await this.measured(row!, onValidation)),
      })),
    );
  }

  private async measured(factor: FactorRow, measurement: Measurement): Promise<EvaluationModel> {
    const kept = await this.statistics.find(factor.id, measurement);
    if (kept?.precision === 'EXACT') return evaluationView(kept);
    const program = await this.programs.parse(factor.formula, measurement.market.id);
    return evaluationView((await this.statistics.measureOn(program, measurement)).evaluation);
  }
}
