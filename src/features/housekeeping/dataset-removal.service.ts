import { rm } from 'node:fs/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Refusal } from '../../core/outcome/refusal.ts';
import { DatasetsService } from '../datasets/datasets.service.ts';
import { DatasetsFolder } from '../datasets/datasets-folder.ts';
import { type DatasetUser, DatasetUseStore, type DependentRows } from './dataset-use.store.ts';
import { folderBytes } from './folder-bytes.ts';

/** What a dataset's deletion would take along, or took. */
export interface DatasetUse {
  readonly datasetId: string;
  readonly name: string;
  readonly hash: string;
  readonly rows: DependentRows;
  /** Of its panels and minute tiles. */
  readonly files: number;
  readonly bytes: number;
  readonly users: readonly DatasetUser[];
}

export interface DeletionOrder {
  /** The dataset's name or its content hash, so that nothing is deleted by a slip. */
  readonly confirm: string;
  /** Deletes although runs, schedules, libraries or pools use it. */
  readonly force: boolean;
}

/** Deletes datasets with what depends on them: rows in one transaction, then the files. */
@Injectable()
export class DatasetRemoval {
  private readonly logger = new Logger(DatasetRemoval.name);

  constructor(
    private readonly datasets: DatasetsService,
    private readonly folder: DatasetsFolder,
    private readonly store: DatasetUseStore,
  ) {}

  /** Changes nothing. @throws Refusal NOT_FOUND */
  async preview(datasetId: string): Promise<DatasetUse> {
    const { id, name, hash } = await this.datasets.get(datasetId);
    const [rows, users, size] = await Promise.all([
      this.store.rows(id),
      this.store.users(id),
      folderBytes(this.folder.folderOf(hash)),
    ]);
    return { datasetId: id, name, hash, rows, users, files: size.files, bytes: size.bytes };
  }

  /** @throws Refusal NOT_FOUND; INVALID_INPUT for a wrong confirmation; CONFLICT while it is used, unless forced */
  async delete(datasetId: string, { confirm, force }: DeletionOrder): Promise<DatasetUse> {
    const use = await this.preview(datasetId);
    if (confirm !== use.name && confirm !== use.hash) throw notConfirmed(use, confirm);
    const rows = await this.store.delete(use.datasetId, (users) => {
      if (users.length > 0 && !force) throw stillUsed(use, users);
    });
    // The rows are gone for good; what cannot be removed now is found by the collection of unused files.
    await rm(this.folder.folderOf(use.hash), { recursive: true, force: true }).catch((error: Error) =>
      this.logger.warn(
        `files of deleted dataset ${use.hash} are left, \`factormine clean\` removes them: ${error.message}`,
      ),
    );
    this.logger.log(`dataset ${use.name} (${use.hash}) was deleted with ${(rows ?? use.rows).runs} runs`);
    return { ...use, rows: rows ?? use.rows };
  }
}

const notConfirmed = ({ name }: DatasetUse, confirm: string): Refusal =>
  new Refusal('INVALID_INPUT', 'confirm: expected the name or the content hash of the dataset', {
    expected: `"${name}", or its hash`,
    actual: `"${confirm}"`,
    where: 'confirm',
    remedy: 'look at what would be deleted, then repeat the name or hash',
  });

const stillUsed = ({ name }: DatasetUse, users: readonly DatasetUser[]): Refusal =>
  new Refusal('CONFLICT', `dataset ${name} is used: ${users.slice(0, 5).map(inWords).join('; ')}`, {
    expected: 'a dataset that nothing uses',
    actual: `${users.length} users`,
    where: 'datasetId',
    remedy: 'end, delete or change what uses it, or force the deletion',
  });

const inWords = ({ kind, id, name, why }: DatasetUser): string =>
  `${kind.toLowerCase()} ${name ?? id} (${why})`;
