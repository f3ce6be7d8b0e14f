import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import type { QualityReport } from '../../compute/panel/import/quality-report.ts';
import { DatasetsStore } from './datasets.store.ts';

/** Not cached: a loader outlives the request, and joins only what is asked for in the same moment. */
const OPTIONS = { cache: false, maxBatchSize: 500 } as const;

/** What hangs on the datasets of a list, read in one statement for the whole list. */
@Injectable()
export class DatasetLoaders {
  readonly qualityReport: DataLoader<string, QualityReport | null>;

  constructor(datasets: DatasetsStore) {
    this.qualityReport = new DataLoader((ids: readonly string[]) => datasets.qualityReportsOf(ids), OPTIONS);
  }
}
