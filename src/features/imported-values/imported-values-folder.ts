import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { valuesFileName } from '../../compute/imported/values-file.ts';
import { Config } from '../../platform/config/config.ts';

/** Where the files of imported values lie, each named by what it is called and by its content. */
@Injectable()
export class ImportedValuesFolder {
  readonly path: string;

  constructor({ dataFolder }: Config) {
    this.path = join(dataFolder, 'imported-values');
  }

  fileOf({ name, hash }: { readonly name: string; readonly hash: string }): string {
    return join(this.path, valuesFileName(name, hash));
  }
}
