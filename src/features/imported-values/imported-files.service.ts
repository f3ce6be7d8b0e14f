import { basename } from 'node:path';
import { Injectable } from '@nestjs/common';
import { ImportedValuesStore } from './imported-values.store.ts';
import { ImportedValuesFolder } from './imported-values-folder.ts';

/** Which files of imported values are of use: for whoever removes the others. */
@Injectable()
export class ImportedFiles {
  constructor(
    private readonly store: ImportedValuesStore,
    private readonly place: ImportedValuesFolder,
  ) {}

  get folder(): string {
    return this.place.path;
  }

  /** Their names in the folder: the present ones, and those before them, which somebody may be reading. */
  async inUse(): Promise<string[]> {
    return (await this.store.hashes()).map((file) => basename(this.place.fileOf(file)));
  }
}
