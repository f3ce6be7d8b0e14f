import { Injectable } from '@nestjs/common';
import { Refusal } from '../../../core/outcome/refusal.ts';
import { EvaluationRequests } from '../../evaluations/evaluation-requests.service.ts';
import { ExperimentsService } from '../../experiments/experiments.service.ts';
import { FactorQueriesStore, type FactorRow } from '../../factors/factor-queries.store.ts';
import { RunRecordsStore } from '../run-records.store.ts';
import type { BatchFactorModel, RunBatchModel } from './batch.models.ts';

export const MAXIMUM_BATCH = 100;
const DEFAULT_COUNT = 20;
const DEFAULT_CORRELATION = 0.5;
/** Fittest factors looked at for each that is wanted. */
const SCANNED = 10;
/** Known factors of one question. */
const KNOWN_AT_A_TIME = 300;

export interface BatchWish {
  /** 20 unless told. */
  readonly count?: number | undefined;
  /** The limit of the run's own rule unless told. */
  readonly maximumCorrelation?: number | undefined;
}

type Found = Pick<
  BatchFactorModel,
  'knownCorrelation' | 'knownStandardError' | 'nearestKnown' | 'batchCorrelation'
>;

/** The batch of new factors that a run yields. */
@Injectable()
export class RunBatches {
  constructor(
    private readonly records: RunRecordsStore,
    private readonly experiments: ExperimentsService,
    private readonly factors: FactorQueriesStore,
    private readonly requests: EvaluationRequests,
  ) {}

  /** @throws Refusal NOT_FOUND, INVALID_INPUT, UNAVAILABLE without a worker */
  async of(runId: string, wish: BatchWish): Promise<RunBatchModel> {
    const count = wish.count ?? DEFAULT_COUNT;
    if (!(Number.isInteger(count) && count >= 1 && count <= MAXIMUM_BATCH)) throw refuseCount(count);
    const unlike = await this.records.unlikeOf(runId);
    const maximumCorrelation = wish.maximumCorrelation ?? unlike?.limit ?? DEFAULT_CORRELATION;
    if (!(maximumCorrelation >= 0 && maximumCorrelation <= 1)) throw refuseLimit(maximumCorrelation);
    const known = unlike?.formulas ?? [];
    const run = await this.records.get(runId);
    const { configuration } = await this.experiments.get(run.experimentId);
    const where = {
      datasetId: run.datasetId,
      period: configuration.periods.train,
      definition: configuration.evaluation,
    };
    const candidates = await this.factors.fittestOf(runId, count * SCANNED);
    if (candidates.length === 0) return { factors: [], maximumCorrelation, known: known.length, scanned: 0 };
    const { taken, scanned } = await this.requests.distinct({
      ...where,
      chosen: known,
      candidates: candidates.map(({ formula }) => formula),
      count,
      maximumCorrelation,
    });
    const rows = taken.map((at) => candidates[at]!);
    const found = await this.compare(rows, known, where);
    const factors = rows.map(({ id, formula }, at) => ({ factorId: id, formula, ...found[at]! }));
    return { factors, maximumCorrelation, known: known.length, scanned };
  }

  private async compare(
    rows: readonly FactorRow[],
    known: readonly string[],
    where: Omit<Parameters<EvaluationRequests['sketchMatrix']>[0], 'formulas'>,
  ): Promise<Found[]> {
    const own = rows.map(({ formula }) => formula);
    const found: Found[] = own.map(() => ({
      knownCorrelation: null,
      knownStandardError: null,
      nearestKnown: null,
      batchCorrelation: null,
    }));
    for (let from = 0; from === 0 || from < known.length; from += KNOWN_AT_A_TIME) {
      const some = known.slice(from, from + KNOWN_AT_A_TIME);
      const matrix = await this.requests.sketchMatrix({ ...where, formulas: [...own, ...some] });
      found.forEach((entry, at) => {
        matrix.rows[at]!.forEach((estimate, other) => {
          if (estimate === null || other === at) return;
          const { correlation, standardError } = estimate;
          if (other < own.length) {
            if (isLarger(correlation, entry.batchCorrelation)) entry.batchCorrelation = correlation;
          } else if (isLarger(correlation, entry.knownCorrelation)) {
            entry.knownCorrelation = correlation;
            entry.knownStandardError = standardError;
            entry.nearestKnown = some[other - own.length]!;
          }
        });
      });
    }
    return found;
  }
}

const isLarger = (correlation: number, than: number | null): boolean =>
  than === null || Math.abs(correlation) > Math.abs(than);

const refuse = (where: string, expected: string, actual: number): Refusal =>
  new Refusal('INVALID_INPUT', `${where}: expected ${expected}, got ${actual}`, {
    where,
    expected,
    actual: String(actual),
  });

const refuseCount = (count: number): Refusal => refuse('count', `1 to ${MAXIMUM_BATCH}`, count);
const refuseLimit = (limit: number): Refusal => refuse('maximumCorrelation', '0 to 1', limit);
