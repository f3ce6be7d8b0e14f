import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { type EvaluationRow, FactorQueriesStore, type FactorRow } from './factor-queries.store.ts';

/** Not cached: a loader outlives the request, and joins only what is asked for in the same moment. */
const OPTIONS = { cache: false, maxBatchSize: 1000 } as const;

/** Nested fields of lists, read in one statement for the whole list. */
@Injectable()
export class FactorLoaders {
  readonly factor: DataLoader<string, FactorRow | null>;
  readonly evaluations: DataLoader<string, EvaluationRow[]>;

  constructor(store: FactorQueriesStore) {
    this.factor = new DataLoader<string, FactorRow | null>((ids) => store.byIds(ids), OPTIONS);
    this.evaluations = new DataLoader<string, EvaluationRow[]>((ids) => store.evaluationsOf(ids), OPTIONS);
  }
}
