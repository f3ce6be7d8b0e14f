import { Injectable } from '@nestjs/common';
import { EvaluationRequests } from '../evaluations/evaluation-requests.service.ts';
import type { SignedCorrelation } from '../evaluations/evaluation-requests.ts';
import type { ScanEnd } from './factor.enums.ts';
import { type Measurement, Measurements, similarityOn } from './measurements.service.ts';
import type { DistinctTopFactorsInput } from './top-factors.inputs.ts';
import { TopFactors } from './top-factors.service.ts';
import { type TopFactorRow, TopFactorsStore } from './top-factors.store.ts';

const DEFAULT_COUNT = 20;
const DEFAULT_SCANNED = 500;
/** Candidates compared at a time: few enough that a matrix of them takes a second or two on a large market. */
const BATCH = 50;

export interface DistinctTopFactorRows {
  readonly factors: readonly TopFactorRow[];
  readonly scanned: number;
  readonly end: ScanEnd;
}

/** Top factors of which no two are alike: greedy by the metric, correlations by the workers. */
@Injectable()
export class DistinctTopFactors {
  constructor(
    private readonly measurements: Measurements,
    private readonly top: TopFactors,
    private readonly store: TopFactorsStore,
    private readonly requests: EvaluationRequests,
  ) {}

  /** @throws Refusal as `Measurements.resolve`; UNAVAILABLE when no worker answers */
  async select(query: DistinctTopFactorsInput): Promise<DistinctTopFactorRows> {
    const measurement = await this.measurements.resolve(query);
    const search = await this.top.search(query, measurement);
    const count = query.count ?? DEFAULT_COUNT;
    const limit = query.maximumScanned ?? DEFAULT_SCANNED;
    const chosen: TopFactorRow[] = [];
    let scanned = 0;
    let pageToken: string | null = null;
    for (;;) {
      const pageSize = Math.min(BATCH, limit - scanned);
      const page = await this.store.page(search, { pageSize, pageToken });
      scanned += await this.takeDistinct(page.items, { chosen, count, measurement, query });
      pageToken = page.nextPageToken;
      if (chosen.length === count) return { factors: chosen, scanned, end: 'COUNT_REACHED' };
      if (pageToken === null) return { factors: chosen, scanned, end: 'CANDIDATES_EXHAUSTED' };
      if (scanned >= limit) return { factors: chosen, scanned, end: 'SCAN_LIMIT_REACHED' };
    }
  }

  /** @returns how many of the batch were looked at before enough were chosen */
  private async takeDistinct(
    batch: readonly TopFactorRow[],
    so: {
      readonly chosen: TopFactorRow[];
      readonly count: number;
      readonly measurement: Measurement;
      readonly query: DistinctTopFactorsInput;
    },
  ): Promise<number> {
    const { chosen, count, measurement, query } = so;
    const unlike = await this.unlikeAll(chosen, batch, measurement, query.maximumCorrelation);
    if (unlike.length === 0) return batch.length;
    const matrix = await this.matrix(unlike, measurement);
    const taken: number[] = [];
    for (const [at, candidate] of unlike.entries()) {
      const row = matrix[at] ?? [];
      if (!taken.every((other) => areUnlike(row[other], query.maximumCorrelation))) continue;
      taken.push(at);
      chosen.push(candidate);
      if (chosen.length === count) return batch.indexOf(candidate) + 1;
    }
    return batch.length;
  }

  /** Candidates that are unlike everything that was chosen from earlier batches. */
  private async unlikeAll(
    chosen: readonly TopFactorRow[],
    batch: readonly TopFactorRow[],
    measurement: Measurement,
    maximum: number,
  ): Promise<readonly TopFactorRow[]> {
    let left = batch;
    for (const { factor } of chosen) {
      if (left.length === 0) break;
      const correlations = await this.requests.correlate({
        ...similarityOn(measurement),
        formula: factor.formula,
        others: left.map((candidate) => candidate.factor.formula),
      });
      left = left.filter((_, at) => areUnlike(correlations[at], maximum));
    }
    return left;
  }

  private matrix(
    rows: readonly TopFactorRow[],
    measurement: Measurement,
  ): Promise<readonly (readonly SignedCorrelation[])[]> {
    return this.requests.correlationMatrix({
      ...similarityOn(measurement),
      formulas: rows.map(({ factor }) => factor.formula),
    });
  }
}

/** What cannot be compared is not promised to be unlike. */
const areUnlike = (correlation: SignedCorrelation | undefined, maximum: number): boolean =>
  correlation !== null && correlation !== undefined && Math.abs(correlation) <= maximum;
