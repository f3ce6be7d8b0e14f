import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import type { QualityReport } from '../../compute/panel/import/quality-report.ts';
import { type DatasetRecord, DatasetsStore } from './datasets.store.ts';
import { type SeriesRecord, SeriesStore } from './series.store.ts';

/** Not cached: a loader outlives the request, and joins only what is asked for in the same moment. */
const OPTIONS = { cache: false, maxBatchSize: 500 } as const;

/** Datasets and series that rows of a list name, and what hangs on datasets, read in one statement for the whole list. */
@Injectable()
export class DatasetLoaders {
  readonly dataset: DataLoader<string, DatasetRecord | null>;
  readonly series: DataLoader<string, SeriesRecord | null>;
  readonly qualityReport: DataLoader<string, QualityReport | null>;

  constructor(datasets: DatasetsStore, series: SeriesStore) {
    this.dataset = new DataLoader((ids: readonly string[]) => datasets.byIds(ids), OPTIONS);
    this.series = new DataLoader((ids: readonly string[]) => series.byIds(ids), OPTIONS);
    this.qualityReport = new DataLoader((ids: readonly string[]) => datasets.qualityReportsOf(ids), OPTIONS);
  }
}
