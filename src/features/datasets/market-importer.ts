import { Injectable } from '@nestjs/common';
import type { BadRowReport } from '../../compute/panel/import/bad-rows.ts';
import { importInThread } from '../../compute/panel/import/import-in-thread.ts';
import type { MarketImport, OnProgress } from '../../compute/panel/import/import-options.ts';
import type { QualityReport } from '../../compute/panel/import/quality-report.ts';
import { Config } from '../../platform/config/config.ts';
import { requireRoom } from '../../platform/disk/disk-guard.ts';
import { DatasetRegistry, type RegisteredDataset } from './dataset-registry.ts';
import { type DatasetRecord, DatasetsStore } from './datasets.store.ts';
import { DatasetsFolder } from './datasets-folder.ts';

/** What to import and what to call it. */
export interface ImportOrder {
  /** For people; also the series where none is named. */
  readonly name: string;
  /** A series that is there already is continued; any other name begins one. */
  readonly series: string | null;
  /** Paths are absolute, or relative to the working directory. */
  readonly market: Omit<MarketImport, 'continues'>;
}

export interface ImportedMarket extends RegisteredDataset {
  readonly quality: QualityReport;
  readonly badRows: BadRowReport;
}

/** Makes files into a dataset: the panels in the data folder first, then the row. All or nothing. */
@Injectable()
export class MarketImporter {
  constructor(
    private readonly folder: DatasetsFolder,
    private readonly datasets: DatasetsStore,
    private readonly registry: DatasetRegistry,
    private readonly config: Config,
  ) {}

  /**
   * Reads and writes in a thread of its own.
   * @throws Refusal as `importMarket`; DISK_FULL; CONFLICT when the series went on meanwhile
   */
  async import(
    { name, series, market }: ImportOrder,
    onProgress: OnProgress = () => {},
    signal?: AbortSignal,
  ): Promise<ImportedMarket> {
    await this.requireRoom();
    const former = await this.datasets.latestOfSeriesNamed(series ?? name);
    const options = { ...market, ...this.continuing(former) };
    const task = { datasetsFolder: this.folder.path, options };
    const { manifest, quality, badRows } = await importInThread(task, onProgress, signal);
    const registration = { name, series: series ?? name, continues: former?.id ?? null };
    const registered = await this.registry.register(manifest, quality, registration);
    return { ...registered, quality, badRows };
  }

  /** @throws Refusal DISK_FULL */
  requireRoom(): Promise<void> {
    return requireRoom(this.config, 'import');
  }

  private continuing(former: DatasetRecord | null): Pick<MarketImport, 'continues'> {
    return former === null ? {} : { continues: this.folder.folderOf(former.hash) };
  }
}
