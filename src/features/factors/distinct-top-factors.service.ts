import { Injectable } from '@nestjs/common';
import { EvaluationRequests } from '../evaluations/evaluation-requests.service.ts';
import type { SignedCorrelation } from '../evaluations/evaluation-requests.ts';
import { type CorrelationGroundModel, groundOf } from './correlation.models.ts';
import { type DistinctBatch, DistinctBySketches } from './distinct-by-sketches.service.ts';
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
  readonly ground: CorrelationGroundModel | null;
  readonly refined: number;
}

/** Top factors of which no two are alike: greedy by the metric, correlations by the workers. */
@Injectable()
export class DistinctTopFactors {
  constructor(
    private readonly measurements: Measurements,
    private readonly top: TopFactors,
    private readonly store: TopFactorsStore,
    private readonly requests: EvaluationRequests,
    private readonly sketches: DistinctBySketches,
  ) {}

  /** @throws Refusal as `Measurements.resolve`; UNAVAILABLE when no worker answers */
  async select(query: DistinctTopFactorsInput): Promise<DistinctTopFactorRows> {
    const measurement = await this.measurements.resolve(query);
    const search = await this.top.search(query, measurement);
    const count = query.count ?? DEFAULT_COUNT;
    const limit = query.maximumScanned ?? DEFAULT_SCANNED;
    const factors: TopFactorRow[] = [];
    let scanned = 0;
    let refined = 0;
    let ground: CorrelationGroundModel | null = null;
    let pageToken: string | null = null;
    for (;;) {
      const pageSize = Math.min(BATCH, limit - scanned);
      const page = await this.store.page(search, { pageSize, pageToken });
      const batch = await this.take(page.items, { chosen: factors, count, measurement, query });
      scanned += batch.scanned;
      refined += batch.refined;
      if (page.items.length > 0) ground = groundOf(measurement.period, batch.on);
      pageToken = page.nextPageToken;
      const end = endOf({
        enough: factors.length === count,
        more: pageToken !== null,
        left: limit - scanned,
      });
      if (end !== null) return { factors, scanned, end, ground, refined };
    }
  }

  /** Adds to what was chosen. */
  private async take(
    batch: readonly TopFactorRow[],
    so: {
      readonly chosen: TopFactorRow[];
      readonly count: number;
      readonly measurement: Measurement;
      readonly query: DistinctTopFactorsInput;
    },
  ): Promise<Omit<DistinctBatch, 'taken'>> {
    const { chosen, count, measurement, query } = so;
    if (query.exact) return { scanned: await this.takeDistinct(batch, so), refined: 0, on: null };
    const { maximumCorrelation } = query;
    const room = count - chosen.length;
    const found = await this.sketches.take(batch, { chosen, room, measurement, maximumCorrelation });
    chosen.push(...found.taken);
    return found;
  }

  /** Exactly. @returns how many of the batch were looked at before enough were chosen */
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

/** Why a selection ends here; null where it goes on. */
function endOf(so: {
  readonly enough: boolean;
  readonly more: boolean;
  readonly left: number;
}): ScanEnd | null {
  if (so.enough) return 'COUNT_REACHED';
  if (!so.more) return 'CANDIDATES_EXHAUSTED';
  return so.left <= 0 ? 'SCAN_LIMIT_REACHED' : null;
}

/** What cannot be compared is not promised to be unlike. */
const areUnlike = (correlation: SignedCorrelation | undefined, maximum: number): boolean =>
  correlation !== null && correlation !== undefined && Math.abs(correlation) <= maximum;
