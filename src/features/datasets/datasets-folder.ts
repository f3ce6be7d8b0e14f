import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.ts';

/** Where the panels lie: each dataset in a folder of the data folder, named by its content hash. */
@Injectable()
export class DatasetsFolder {
  readonly path: string;

  constructor({ dataFolder }: Config) {
    this.path = join(dataFolder, 'datasets');
  }

  folderOf(datasetHash: string): string {
    return join(this.path, datasetHash);
  }
}
