import { Injectable } from '@nestjs/common';
import type { QualityReport } from '../../compute/panel/import/quality-report.ts';
import { requireUuid } from '../../platform/paging/ids.ts';
import type { Page, PageRequest } from '../../platform/paging/page.ts';
import { type DatasetRecord, DatasetsStore } from './datasets.store.ts';
import { type SeriesRecord, SeriesStore } from './series.store.ts';

/** What users see of the markets in the store. */
@Injectable()
export class DatasetsService {
  constructor(
    private readonly store: DatasetsStore,
    private readonly seriesStore: SeriesStore,
  ) {}

  /** @throws Refusal NOT_FOUND */
  get(datasetId: string): Promise<DatasetRecord> {
    return this.store.get(datasetId);
  }

  /** Newest first, of one series or of all. */
  list(seriesId: string | null, page: PageRequest): Promise<Page<DatasetRecord>> {
    return this.store.list(seriesId && requireUuid(seriesId, 'seriesId'), page);
  }

  /** As it was when the dataset was imported. @throws Refusal NOT_FOUND */
  qualityReport(datasetId: string): Promise<QualityReport> {
    return this.store.qualityReport(datasetId);
  }

  /** @throws Refusal NOT_FOUND */
  series(seriesId: string): Promise<SeriesRecord> {
    return this.seriesStore.get(seriesId);
  }

  /** Newest first. */
  allSeries(page: PageRequest): Promise<Page<SeriesRecord>> {
    return this.seriesStore.list(page);
  }
}
