import { Injectable } from '@nestjs/common';
import type { QualityReport } from '../../compute/panel/import/quality-report.ts';
import type { PanelManifest } from '../../compute/panel/panel-manifest.ts';
import { Refusal } from '../../core/outcome/refusal.ts';
import { Database } from '../../platform/database/database.ts';
import { type DatasetRecord, DatasetsStore } from './datasets.store.ts';

export interface Registration {
  /** For people. */
  readonly name: string;
  /** Name of the series that the dataset begins or continues. */
  readonly series: string;
  /** Id of the dataset that the files continue; null for the first of a series. */
  readonly continues: string | null;
}

export interface RegisteredDataset {
  readonly dataset: DatasetRecord;
  /** False where the same content was registered before: then its row stays as it is, in the series it is in. */
  readonly created: boolean;
}

/** Enters datasets whose files are in place into the store, one row for each content. */
@Injectable()
export class DatasetRegistry {
  constructor(
    private readonly database: Database,
    private readonly store: DatasetsStore,
  ) {}

  /** @throws Refusal CONFLICT when the series went on meanwhile, so that the dataset would not continue its end */
  async register(
    manifest: PanelManifest,
    quality: QualityReport,
    { name, series, continues }: Registration,
  ): Promise<RegisteredDataset> {
    const known = await this.store.findByHash(manifest.datasetHash);
    if (known) return { dataset: known, created: false };
    return this.database.transaction(async (client) => {
      const seriesId = await this.store.lockSeries(client, series);
      const latest = await this.store.latestOfSeriesNamed(series, client);
      // Of two imports of the same files side by side, the second finds what the first one wrote.
      if (latest?.hash === manifest.datasetHash) return { dataset: latest, created: false };
      if ((latest?.id ?? null) !== continues) throw wentOn(series, latest);
      const sequence = (latest?.sequence ?? 0) + 1;
      const created = await this.store.insert(client, seriesId, sequence, { name, manifest, quality });
      const dataset = await this.store.findByHash(manifest.datasetHash, client);
      return { dataset: dataset as DatasetRecord, created };
    });
  }
}

function wentOn(series: string, latest: DatasetRecord | null): Refusal {
  return new Refusal('CONFLICT', `series ${series}: another import continued it first`, {
    expected: 'the dataset that this import continues to be the last of its series',
    actual: latest === null ? 'a series without datasets' : `${latest.name}, up to ${latest.lastDay}`,
    where: 'series',
    remedy: 'import the files again: they then continue the latest dataset',
  });
}
