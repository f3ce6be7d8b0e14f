import { Injectable } from '@nestjs/common';
import { EvaluationRequests } from '../evaluations/evaluation-requests.service.ts';
import type { SketchedOn } from '../sketches/sketch-requests.ts';
import { type Measurement, similarityOn } from './measurements.service.ts';
import type { TopFactorRow } from './top-factors.store.ts';

/** Of a batch of candidates. */
export interface DistinctBatch {
  readonly taken: readonly TopFactorRow[];
  /** How many of the batch were looked at before enough were chosen. */
  readonly scanned: number;
  /** Pairs that had to be computed exactly. */
  readonly refined: number;
  readonly on: SketchedOn | null;
}

/** Candidates that are unlike what was chosen before and one another: by sketches, exactly where they leave it open. */
@Injectable()
export class DistinctBySketches {
  constructor(private readonly requests: EvaluationRequests) {}

  async take(
    batch: readonly TopFactorRow[],
    so: {
      readonly chosen: readonly TopFactorRow[];
      readonly room: number;
      readonly measurement: Measurement;
      readonly maximumCorrelation: number;
    },
  ): Promise<DistinctBatch> {
    if (batch.length === 0) return { taken: [], scanned: 0, refined: 0, on: null };
    const { on, taken, scanned, refined } = await this.requests.distinct({
      ...similarityOn(so.measurement),
      chosen: formulasOf(so.chosen),
      candidates: formulasOf(batch),
      count: so.room,
      maximumCorrelation: so.maximumCorrelation,
    });
    return { taken: taken.map((at) => batch[at]!), scanned, refined, on };
  }
}

const formulasOf = (rows: readonly TopFactorRow[]): string[] => rows.map(({ factor }) => factor.formula);
