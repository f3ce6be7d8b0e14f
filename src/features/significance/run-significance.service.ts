import { Injectable } from '@nestjs/common';
import { type NoiseCeiling, noiseCeiling } from '../../core/statistics/noise-ceiling.ts';
import { TrialsStore } from '../evaluations/trials.store.ts';
import { type EvaluationRow, FactorQueriesStore, type FactorRow } from '../factors/factor-queries.store.ts';
import { evaluationView } from '../factors/factor-views.ts';
import { type Measurement, Measurements } from '../factors/measurements.service.ts';
import type { RunRecord } from '../runs/run-record.ts';
import { factorSignificance } from './factor-significance.ts';
import { RunFiguresStore, type WhereMeasured } from './run-figures.store.ts';
import { effortOf } from './search-efforts.ts';
import type { FactorOnPeriodsModel, RunSignificanceModel } from './significance.models.ts';

type Role = 'train' | 'validation' | 'test';
type ByRole = Readonly<Record<Role, ReadonlyMap<string, EvaluationRow>>>;

export interface SignificanceWish {
  /** Factors of the list, fittest first. */
  readonly count: number;
  readonly includeTest: boolean;
}

/** What a run's finds are worth, given how many programs were tried. */
@Injectable()
export class RunSignificance {
  constructor(
    private readonly factors: FactorQueriesStore,
    private readonly measurements: Measurements,
    private readonly trials: TrialsStore,
    private readonly figures: RunFiguresStore,
  ) {}

  /** A look at the test period, if wished, is recorded. @throws Refusal NOT_FOUND */
  async of(
    run: RunRecord,
    { count, includeTest }: SignificanceWish,
  ): Promise<Omit<RunSignificanceModel, 'control' | 'testLooks'> & { readonly seriesId: string }> {
    const train = await this.measurements.resolve({ runId: run.id, role: 'train' });
    const where = await this.whereMeasured(train);
    const noise = await this.figures.noise(run.id, where, train.fitness);
    const { seriesId } = train.market;
    const tried = (await this.trials.ofRun(seriesId, run.id)) ?? run.evaluations;
    const [triedOnSeries = 0] = await this.trials.ofSeries([seriesId]);
    const fittest = await this.factors.fittestOf(run.id, count);
    const ids = fittest.map(({ id }) => id);
    const evaluations: ByRole = {
      train: await this.figures.evaluations(ids, where),
      validation: await this.onPeriod(run, ids, 'validation'),
      test: includeTest ? await this.onPeriod(run, ids, 'test') : new Map(),
    };
    const ceiling = (tries: number): NoiseCeiling | null =>
      noise.std === null || !noise.days || !noise.horizonDays
        ? null
        : noiseCeiling(effortOf(tries), noise.std, noise.days / noise.horizonDays);
    return {
      runId: run.id,
      seriesId,
      programsTried: tried,
      programsTriedOnSeries: triedOnSeries,
      train: train.period,
      days: noise.days ?? 0,
      dailyIcStd: noise.std,
      noiseCeiling: ceiling(tried),
      noiseCeilingOfSeries: ceiling(triedOnSeries),
      factors: fittest.map((factor) => sideBySide(factor, evaluations, train.fitness, triedOnSeries)),
    };
  }

  private async onPeriod(
    run: RunRecord,
    ids: readonly string[],
    role: Role,
  ): Promise<Map<string, EvaluationRow>> {
    const periods = await this.measurements.periodsOf(run.id);
    if (periods[role] === null) return new Map();
    const measurement = await this.measurements.resolve({ runId: run.id, role });
    return this.figures.evaluations(ids, await this.whereMeasured(measurement));
  }

  private async whereMeasured(measurement: Measurement): Promise<WhereMeasured> {
    const { period, definitionHash } = measurement;
    return { datasetIds: await this.measurements.holders(measurement), period, definitionHash };
  }
}

function sideBySide(
  factor: FactorRow,
  evaluations: ByRole,
  fitness: Measurement['fitness'],
  triedOnSeries: number,
): FactorOnPeriodsModel {
  const rowOf = (role: Role): EvaluationRow | null => evaluations[role].get(factor.id) ?? null;
  const shown = (row: EvaluationRow | null) => row && evaluationView(row);
  const [train, validation, test] = [rowOf('train'), rowOf('validation'), rowOf('test')];
  return {
    factor,
    train: shown(train),
    validation: shown(validation),
    test: shown(test),
    inTrain: train && factorSignificance(train, fitness, triedOnSeries),
    inValidation: validation && factorSignificance(validation, fitness, evaluations.validation.size),
  };
}
